package dev.portcullis.command.change;

import dev.portcullis.command.zip.Budget;
import dev.portcullis.command.zip.NewEntry;
import dev.portcullis.command.zip.UnacceptableArchiveException;
import dev.portcullis.command.zip.ZipImage;
import dev.portcullis.command.zip.ZipRewrite;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts bundle and settings into a WAR, and takes them out. */
public final class WarChange {

  static final String SETTINGS = "WEB-INF/auth.yaml";

  private WarChange() {}

  /** The WAR with both, of which it must have neither. */
  public static List<ByteBuffer> add(ZipImage war, Bundle bundle, byte[] settings)
      throws UnacceptableArchiveException {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put(bundle.entryName(), bundle.content());
    entries.put(SETTINGS, settings);
    var digests = new LinkedHashMap<String, String>();
    var rewrite = new ZipRewrite(war);
    entries.forEach(
        (name, content) -> {
          var parts = List.of(ByteBuffer.wrap(content));
          digests.put(name, Marker.sha256(parts));
          rewrite.add(NewEntry.stored(name, parts));
        });
    var marker = new Marker(Marker.sha256(List.of(war.bytes())), digests, Map.of());
    return rewrite
        .add(NewEntry.stored(Marker.NAME, List.of(ByteBuffer.wrap(marker.write(bundle.version())))))
        .parts();
  }

  /**
   * The WAR without what was added.
   *
   * @throws UnacceptableArchiveException where nothing was added, or it is no longer what was
   */
  public static Changed remove(ZipImage war, Budget budget) throws UnacceptableArchiveException {
    var marker = marker(war, budget);
    var rewrite = new ZipRewrite(war).drop(Marker.NAME);
    for (var added : marker.added().entrySet()) {
      var name = added.getKey();
      var entry =
          war.find(name)
              .orElseThrow(() -> new UnacceptableArchiveException("has no longer " + name));
      var content = List.of(ByteBuffer.wrap(war.content(entry, budget)));
      if (!Marker.sha256(content).equals(added.getValue())) {
        throw new UnacceptableArchiveException(
            "has a "
                + name
                + " that is not the one that was added: keep a copy of it and put the original back"
                + " first");
      }
      rewrite.drop(name);
    }
    var parts = rewrite.parts();
    return new Changed(parts, Marker.sha256(parts).equals(marker.originalSha256()));
  }

  static Marker marker(ZipImage archive, Budget budget) throws UnacceptableArchiveException {
    var entry = archive.find(Marker.NAME).orElse(null);
    if (entry == null) {
      throw new UnacceptableArchiveException("has nothing in it that this command added");
    }
    if (entry.size() > Marker.MAX_BYTES) {
      throw Marker.unreadable();
    }
    return Marker.read(archive.content(entry, budget));
  }
}
