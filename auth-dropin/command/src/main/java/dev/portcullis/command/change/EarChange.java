package dev.portcullis.command.change;

import dev.portcullis.command.zip.Budget;
import dev.portcullis.command.zip.NewEntry;
import dev.portcullis.command.zip.UnacceptableArchiveException;
import dev.portcullis.command.zip.ZipImage;
import dev.portcullis.command.zip.ZipRecord;
import dev.portcullis.command.zip.ZipRewrite;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts bundle and settings into WARs of an EAR, and takes them out. */
public final class EarChange {

  private EarChange() {}

  /** The names of the WARs in it. */
  public static List<String> webModules(ZipImage ear) {
    return ear.entries().stream()
        .map(ZipRecord::name)
        .filter(name -> name.endsWith(".war"))
        .sorted()
        .toList();
  }

  /** The EAR with both in each of these WARs. */
  public static List<ByteBuffer> add(
      ZipImage ear, Map<String, ZipImage> wars, Bundle bundle, byte[] settings)
      throws UnacceptableArchiveException {
    var rewrite = new ZipRewrite(ear);
    var replaced = new LinkedHashMap<String, ReplacedEntry>();
    for (var war : wars.entrySet()) {
      var entry = ear.find(war.getKey()).orElseThrow();
      var secured = WarChange.add(war.getValue(), bundle, settings);
      rewrite.replace(war.getKey(), NewEntry.inPlaceOf(entry, ear, secured));
      replaced.put(war.getKey(), ReplacedEntry.of(ear, entry));
    }
    var marker = new Marker(Marker.sha256(List.of(ear.bytes())), Map.of(), replaced);
    return rewrite
        .add(NewEntry.stored(Marker.NAME, List.of(ByteBuffer.wrap(marker.write(bundle.version())))))
        .parts();
  }

  /**
   * The EAR without what was added to its WARs.
   *
   * @throws UnacceptableArchiveException where nothing was added, or it is no longer what was
   */
  public static Changed remove(ZipImage ear, Budget budget) throws UnacceptableArchiveException {
    var marker = WarChange.marker(ear, budget);
    var rewrite = new ZipRewrite(ear).drop(Marker.NAME);
    for (var replaced : marker.replaced().entrySet()) {
      var name = replaced.getKey();
      var entry =
          ear.find(name)
              .orElseThrow(() -> new UnacceptableArchiveException("has no longer " + name));
      var war = ZipImage.parse(ByteBuffer.wrap(ear.content(entry, budget)));
      var original = WarChange.remove(war, budget);
      rewrite.replace(name, replaced.getValue().restore(name, original.parts()));
    }
    var parts = rewrite.parts();
    refuseUnsound(parts);
    return new Changed(parts, Marker.sha256(parts).equals(marker.originalSha256()));
  }

  /** Headers came out of the marker, which may come from anywhere: they are read as any archive. */
  private static void refuseUnsound(List<ByteBuffer> parts) throws UnacceptableArchiveException {
    var whole = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum());
    parts.forEach(part -> whole.put(part.duplicate()));
    var unused = ZipImage.parse(whole.flip());
  }
}
