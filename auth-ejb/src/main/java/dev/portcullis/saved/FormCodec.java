package dev.portcullis.saved;

import dev.portcullis.SavedForm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A form as bytes, to be sealed. */
final class FormCodec {

  private FormCodec() {}

  static byte[] encode(SavedForm form) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(form.target());
      out.writeUTF(form.contentType());
      out.writeUTF(form.referrer() == null ? "" : form.referrer());
      out.write(form.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encode} wrote; nobody else can have sealed it. */
  static SavedForm decode(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var target = in.readUTF();
      var contentType = in.readUTF();
      var referrer = in.readUTF();
      return new SavedForm(
          target, contentType, referrer.isEmpty() ? null : referrer, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
