package dev.portcullis.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddAndRemoveTest {

  @TempDir private Path folder;
  private Runs runs;

  @BeforeEach
  void setUp() {
    runs = new Runs(folder);
  }

  @Test
  void theWarKeepsItsEntriesAndGetsOurs() throws IOException {
    assertThat(runs.add(TestArchive.war().bytes()).exitCode()).isZero();
    try (var zip = new ZipFile(runs.file("secured.war").toFile())) {
      assertThat(zip.stream().map(Object::toString))
          .containsExactly(
              "META-INF/MANIFEST.MF",
              "index.jsp",
              "WEB-INF/classes/com/acme/Shop.class",
              "WEB-INF/lib/portcullis-bundle-9.1.jar",
              "WEB-INF/auth.yaml",
              "META-INF/portcullis-added.txt");
      assertThat(zip.getInputStream(zip.getEntry("WEB-INF/auth.yaml")).readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(Runs.CONFIG);
      assertThat(zip.getComment()).isEqualTo("packed in 2014");
    }
    assertThat(streamed(Files.readAllBytes(runs.file("secured.war")))).hasSize(6);
  }

  @Test
  void theSameInputsGiveTheSameBytes() throws IOException {
    assertThat(runs.add(TestArchive.war().bytes()).exitCode()).isZero();
    byte[] first = Files.readAllBytes(runs.file("secured.war"));
    assertThat(runs.add(TestArchive.war().bytes(), "--force").exitCode()).isZero();
    assertThat(Files.readAllBytes(runs.file("secured.war"))).isEqualTo(first);
  }

  @Test
  void removingGivesTheOriginalByteForByte() throws IOException {
    byte[] original = TestArchive.war().bytes();
    runs.add(original);
    var outcome = runs.remove("secured.war", "back.war");
    assertThat(outcome.text()).contains("the original, byte for byte");
    assertThat(Files.readAllBytes(runs.file("back.war"))).isEqualTo(original);
  }

  /** A prefix that the offsets know nothing of, as in a WAR that can be executed. */
  @Test
  void aPrefixStaysToo() throws IOException {
    byte[] war = TestArchive.war().bytes();
    byte[] script = "#!/bin/sh\nexec java -jar $0\n".getBytes(StandardCharsets.UTF_8);
    var original = new byte[script.length + war.length];
    System.arraycopy(script, 0, original, 0, script.length);
    System.arraycopy(war, 0, original, script.length, war.length);
    assertThat(runs.add(original).exitCode()).isZero();
    try (var zip = new ZipFile(runs.file("secured.war").toFile())) {
      assertThat(zip.size()).isEqualTo(6);
    }
    runs.remove("secured.war", "back.war");
    assertThat(Files.readAllBytes(runs.file("back.war"))).isEqualTo(original);
  }

  @Test
  void afterRepackingTheEntriesAreThoseOfTheOriginal() throws IOException {
    runs.add(TestArchive.war().bytes());
    var repacked = new TestArchive();
    try (var zip = new ZipFile(runs.file("secured.war").toFile())) {
      for (var entry : zip.stream().toList()) {
        repacked.with(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    runs.write("secured.war", repacked.with("new.html", "added later").bytes());
    var outcome = runs.remove("secured.war", "back.war");
    assertThat(outcome.text()).contains("has the entries of the original");
    assertThat(streamed(Files.readAllBytes(runs.file("back.war"))))
        .containsExactly(
            "META-INF/MANIFEST.MF", "index.jsp", "WEB-INF/classes/com/acme/Shop.class", "new.html");
  }

  @Test
  void whatWasAlteredIsNotTakenOut() throws IOException {
    runs.add(TestArchive.war().bytes());
    var altered = new TestArchive();
    try (var zip = new ZipFile(runs.file("secured.war").toFile())) {
      for (var entry : zip.stream().toList()) {
        altered.with(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    runs.write("secured.war", altered.with("WEB-INF/auth.yaml", "auth: {door: filter}").bytes());
    var outcome = runs.remove("secured.war", "back.war");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.ARCHIVE);
    assertThat(outcome.text()).contains("WEB-INF/auth.yaml that is not the one that was added");
    assertThat(Files.exists(runs.file("back.war"))).isFalse();
  }

  @Test
  void whereNothingWasAddedNothingIsTakenOut() throws IOException {
    runs.write("legacy.war", TestArchive.war().bytes());
    var outcome = runs.remove("legacy.war", "back.war");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.ARCHIVE);
    assertThat(outcome.text()).contains("nothing in it that this command added");
  }

  @Test
  void theSettingsAreCheckedAllAtOnce() throws IOException {
    var outcome =
        runs.addWith(
            "auth:\n  no_such_key: 1\n  sessions: {idle: eternity}\n", TestArchive.war().bytes());
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.SETTINGS);
    assertThat(outcome.text()).contains("no_such_key", "auth.sessions.idle", "2 problems");
    assertThat(Files.exists(runs.file("secured.war"))).isFalse();
  }

  @Test
  void whatTheServerHasToSetIsANote() throws IOException {
    assertThat(runs.add(TestArchive.war().bytes()).text())
        .contains("note: auth.yaml: auth.encryption_key needs AUTH_ENCRYPTION_KEY");
  }

  @Test
  void inAnEarTheChosenWarIsSecuredAndGivenBack() throws IOException {
    byte[] original =
        new TestArchive()
            .with("META-INF/application.xml", "<application/>")
            .with("shop.war", TestArchive.war().bytes())
            .with("office.war", TestArchive.war().bytes())
            .with("lib/a.jar", new TestArchive().with("a", "a").bytes())
            .bytes();
    var unsaid = runs.add(original);
    assertThat(unsaid.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unsaid.text()).contains("--web-module", "office.war, shop.war");

    assertThat(runs.add(original, "--web-module", "shop.war").exitCode()).isZero();
    try (var ear = new ZipFile(runs.file("secured.war").toFile())) {
      assertThat(streamed(ear.getInputStream(ear.getEntry("shop.war")).readAllBytes()))
          .contains("WEB-INF/auth.yaml", "WEB-INF/lib/portcullis-bundle-9.1.jar");
      assertThat(ear.getInputStream(ear.getEntry("office.war")).readAllBytes())
          .isEqualTo(TestArchive.war().bytes());
    }
    byte[] once = Files.readAllBytes(runs.file("secured.war"));
    var again = new Runs(folder).add(once, "--web-module", "office.war", "--force");
    assertThat(again.exitCode()).isEqualTo(ExitCode.CONFLICTS);
    assertThat(again.text()).contains("was added to it already");

    var outcome = runs.remove("secured.war", "back.ear");
    assertThat(outcome.text()).contains("byte for byte");
    assertThat(Files.readAllBytes(runs.file("back.ear"))).isEqualTo(original);
  }

  @Test
  void whatAnEarHasBesideItsWarsIsLookedAtToo() throws IOException {
    byte[] beans = new TestArchive().aClass("A.class", "java/lang/Object", "javax/ejb/X").bytes();
    byte[] ear =
        new TestArchive()
            .with("META-INF/application.xml", "<application/>")
            .with("shop.war", TestArchive.war().bytes())
            .with("beans.jar", beans)
            .with("lib/x.jar", Runs.bundle().content())
            .bytes();
    var outcome = runs.add(ear);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFLICTS);
    assertThat(outcome.text())
        .contains("1 class in beans.jar (com.acme.Some) refers to javax.ejb", "in lib/x.jar");
  }

  /** Its author may have made it to have something else taken out. */
  @Test
  void aMarkerThatNamesSomethingElseIsNotFollowed() throws IOException {
    var war =
        TestArchive.war()
            .with(
                "META-INF/portcullis-added.txt",
                "format 1\noriginal "
                    + "0".repeat(64)
                    + "\nadded "
                    + "0".repeat(64)
                    + " index.jsp\n");
    runs.write("secured.war", war.bytes());
    var outcome = runs.remove("secured.war", "back.war");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.ARCHIVE);
    assertThat(outcome.text()).contains("cannot read");
  }

  /** It holds headers that are written again, and its author may have given them another name. */
  @Test
  void aMarkerWhoseHeadersAreOfAnotherEntryIsNotFollowed() throws IOException {
    byte[] original = ear();
    assertThat(runs.add(original, "--web-module", "shop.war").exitCode()).isZero();
    byte[] secured = Files.readAllBytes(runs.file("secured.war"));
    assertThat(refusedWith(secured, header -> rename(header, "shop.war", "../a.war")))
        .contains("headers of another entry");
    assertThat(refusedWith(secured, header -> rename(header, "shop.war", "META-INF")))
        .contains("headers of another entry");
    // The length of the data in the directory's record: it would reach into the next entry.
    assertThat(refusedWith(secured, header -> longer(header))).contains("lie in one another");
  }

  private static byte[] ear() {
    return new TestArchive()
        .with("META-INF/application.xml", "<application/>")
        .with("shop.war", TestArchive.war().bytes())
        .with("office.war", TestArchive.war().bytes())
        .bytes();
  }

  /** What is said to an EAR of which each header in the marker was changed. */
  private String refusedWith(byte[] secured, UnaryOperator<byte[]> change) throws IOException {
    var hostile = new TestArchive();
    runs.write("hostile.war", secured);
    try (var zip = new ZipFile(runs.file("hostile.war").toFile())) {
      for (var entry : zip.stream().toList()) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        hostile.with(
            entry.getName(),
            entry.getName().equals("META-INF/portcullis-added.txt")
                ? changed(new String(content, StandardCharsets.UTF_8), change)
                    .getBytes(StandardCharsets.UTF_8)
                : content);
      }
    }
    runs.write("hostile.war", hostile.bytes());
    var outcome = runs.remove("hostile.war", "out.ear");
    assertThat(outcome.exitCode()).as(outcome.text()).isEqualTo(ExitCode.ARCHIVE);
    assertThat(Files.exists(runs.file("out.ear"))).isFalse();
    return outcome.text();
  }

  private static String changed(String marker, UnaryOperator<byte[]> change) {
    return marker
        .lines()
        .map(
            line -> {
              var words = line.split(" ", 3);
              if (!words[0].equals("replaced")) {
                return line;
              }
              var parts = words[1].split(",", -1);
              for (int i = 0; i < parts.length; i++) {
                var bytes = change.apply(Base64.getDecoder().decode(parts[i]));
                parts[i] = Base64.getEncoder().encodeToString(bytes);
              }
              return words[0] + " " + String.join(",", parts) + " " + words[2];
            })
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static byte[] rename(byte[] header, String from, String to) {
    return new String(header, StandardCharsets.ISO_8859_1)
        .replace(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Not packed, and with more data than it has. */
  private static byte[] longer(byte[] header) {
    boolean central = header.length > 46 && header[0] == 'P' && header[2] == 1;
    boolean local = header.length > 30 && header[0] == 'P' && header[2] == 3;
    var bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    if (central) {
      bytes.putShort(10, (short) 0).putInt(20, 1 << 20);
    } else if (local) {
      bytes.putShort(8, (short) 0);
    }
    return header;
  }

  @Test
  void whatIsNeitherWarNorEarIsRefused() throws IOException {
    var outcome = runs.add(new TestArchive().with("a.txt", "a").bytes());
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.ARCHIVE);
    assertThat(outcome.text()).contains("neither a WAR nor an EAR");
  }

  private static List<String> streamed(byte[] zip) throws IOException {
    var names = new ArrayList<String>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        in.readAllBytes();
        names.add(entry.getName());
      }
    }
    return names;
  }
}
