package dev.portcullis.command;

import dev.portcullis.command.change.EarChange;
import dev.portcullis.command.scan.Conflicts;
import dev.portcullis.command.scan.Finding;
import dev.portcullis.command.zip.Budget;
import dev.portcullis.command.zip.UnacceptableArchiveException;
import dev.portcullis.command.zip.ZipImage;
import dev.portcullis.config.AuthSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The WAR or EAR that the command was given.
 *
 * @param file where it lies
 * @param image its bytes
 * @param budget what may be unpacked of it
 */
record Archive(Path file, ZipImage image, Budget budget) {

  static Archive open(Path file) throws CommandException, UnacceptableArchiveException {
    try (var channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        throw new UnacceptableArchiveException("is larger than is handled (2 GiB)");
      }
      ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, size);
      return new Archive(file, ZipImage.parse(bytes), Budget.ofOneApplication());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FILES, file + " cannot be read (" + e.getClass().getSimpleName() + ").");
    }
  }

  /** Whether it is an EAR rather than a WAR. */
  boolean isEar() {
    return image.has("META-INF/application.xml")
        || (image.entries().stream().noneMatch(entry -> entry.name().startsWith("WEB-INF/"))
            && !EarChange.webModules(image).isEmpty());
  }

  /**
   * The WARs that are meant, by name; the WAR itself has an empty one.
   *
   * @param chosen the names that the caller gave, or none for the only one there is
   */
  Map<String, ZipImage> wars(List<String> chosen)
      throws CommandException, UnacceptableArchiveException {
    if (!isEar()) {
      if (!chosen.isEmpty()) {
        throw new CommandException(ExitCode.USAGE, "--web-module is for EARs; this is a WAR.");
      }
      if (image.entries().stream().noneMatch(entry -> entry.name().startsWith("WEB-INF/"))) {
        throw new UnacceptableArchiveException(
            "is neither a WAR nor an EAR: it has no WEB-INF and no WARs");
      }
      return Map.of("", image);
    }
    var there = EarChange.webModules(image);
    var names = chosen.isEmpty() ? there : chosen;
    if (names.isEmpty() || !there.containsAll(names) || (chosen.isEmpty() && there.size() > 1)) {
      throw new CommandException(
          ExitCode.USAGE,
          "Say with --web-module which WAR is meant (several times for several); the EAR has "
              + (there.isEmpty() ? "none" : String.join(", ", there))
              + ".");
    }
    var wars = new LinkedHashMap<String, ZipImage>();
    for (var name : names) {
      var entry = image.find(name).orElseThrow();
      wars.put(name, ZipImage.parse(ByteBuffer.wrap(image.content(entry, budget))));
    }
    return wars;
  }

  /** What stands in the way, in any of these WARs and in what an EAR has beside them. */
  Map<String, List<Finding>> findings(Map<String, ZipImage> wars, Optional<AuthSettings> settings)
      throws UnacceptableArchiveException {
    var findings = new LinkedHashMap<String, List<Finding>>();
    if (isEar()) {
      findings.put("", Conflicts.inEar(image, settings, budget));
    }
    for (var war : wars.entrySet()) {
      findings.put(war.getKey(), Conflicts.in(war.getValue(), settings, budget));
    }
    return findings;
  }
}
