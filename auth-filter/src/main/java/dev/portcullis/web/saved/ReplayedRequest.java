package dev.portcullis.web.saved;

import dev.portcullis.SavedForm;
import dev.portcullis.web.http.RequestCharset;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The form that was sent before the login, as the application sees it now: method, body, parameters
 * and headers of the POST; caller, session and cookies of the GET that brings it.
 */
public final class ReplayedRequest extends HttpServletRequestWrapper {

  private final SavedForm form;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private @Nullable String encoding;
  private @Nullable Map<String, String[]> parameters;
  private @Nullable ServletInputStream stream;
  private @Nullable BufferedReader reader;

  /**
   * @param origin our own, which the form was proven to come from
   */
  public ReplayedRequest(HttpServletRequest request, SavedForm form, String origin) {
    super(request);
    this.form = form;
    headers.put("Content-Type", form.contentType());
    headers.put("Content-Length", Integer.toString(form.body().length));
    headers.put("Origin", origin);
    if (form.referrer() != null) {
      headers.put("Referer", form.referrer());
    }
  }

  @Override
  public String getMethod() {
    return "POST";
  }

  @Override
  public String getContentType() {
    return form.contentType();
  }

  @Override
  public int getContentLength() {
    return form.body().length;
  }

  @Override
  public long getContentLengthLong() {
    return form.body().length;
  }

  @Override
  public @Nullable String getHeader(String name) {
    var own = headers.get(name);
    return own == null ? super.getHeader(name) : own;
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    var own = headers.get(name);
    return own == null
        ? super.getHeaders(name)
        : Collections.enumeration(Collections.singleton(own));
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    var names = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    Collections.list(super.getHeaderNames()).forEach(name -> names.put(name, name));
    headers.keySet().forEach(name -> names.putIfAbsent(name, name));
    return Collections.enumeration(new LinkedHashSet<>(names.values()));
  }

  @Override
  public int getIntHeader(String name) {
    var own = headers.get(name);
    return own == null ? super.getIntHeader(name) : Integer.parseInt(own);
  }

  @Override
  public @Nullable String getCharacterEncoding() {
    if (encoding != null) {
      return encoding;
    }
    var named = charsetOf(form.contentType());
    return named == null ? super.getCharacterEncoding() : named;
  }

  @Override
  public void setCharacterEncoding(String name) {
    if (parameters == null && reader == null) {
      encoding = name;
    }
  }

  private static @Nullable String charsetOf(String contentType) {
    for (var parameter : contentType.split(";", -1)) {
      var text = parameter.strip();
      if (text.toLowerCase(Locale.ROOT).startsWith("charset=")) {
        return text.substring("charset=".length()).replace("\"", "").strip();
      }
    }
    return null;
  }

  private Charset charset() {
    return RequestCharset.of(getCharacterEncoding());
  }

  @Override
  public ServletInputStream getInputStream() {
    if (stream == null) {
      stream = new Body(new ByteArrayInputStream(form.body()));
    }
    return stream;
  }

  @Override
  public BufferedReader getReader() {
    if (reader == null) {
      reader = new BufferedReader(new InputStreamReader(getInputStream(), charset()));
    }
    return reader;
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    if (parameters == null) {
      var body = new String(form.body(), StandardCharsets.ISO_8859_1);
      parameters =
          Collections.unmodifiableMap(FormFields.after(super.getParameterMap(), body, charset()));
    }
    return parameters;
  }

  @Override
  public @Nullable String getParameter(String name) {
    var values = getParameterMap().get(name);
    return values == null ? null : values[0];
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    var values = getParameterMap().get(name);
    return values == null ? null : values.clone();
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(getParameterMap().keySet());
  }

  /** All of it is there from the beginning. */
  private static final class Body extends ServletInputStream {

    private final ByteArrayInputStream bytes;

    Body(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      try {
        listener.onDataAvailable();
        listener.onAllDataRead();
      } catch (IOException e) {
        listener.onError(e);
      }
    }
  }
}
