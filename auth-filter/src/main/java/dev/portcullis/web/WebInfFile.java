package dev.portcullis.web;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * A file in WEB-INF, found from where our own jar lies: before there is a servlet context, this is
 * the only way to it that every server offers.
 *
 * @param code where our classes were loaded from, or null where the server does not tell
 * @param name the file's name
 */
record WebInfFile(@Nullable URL code, String name) {

  private static final String WEB_INF = "/WEB-INF/";

  /** Opens it; null where it is not there. */
  @Nullable InputStream open() throws IOException {
    var address = address();
    if (address == null) {
      return null;
    }
    try {
      return address.openStream();
    } catch (FileNotFoundException | NoSuchFileException notThere) {
      return null;
    }
  }

  /** In WEB-INF/lib or WEB-INF/classes our code lies below it; elsewhere there is no such file. */
  @Nullable URL address() {
    if (code == null) {
      return null;
    }
    var text = code.toExternalForm();
    int webInf = text.lastIndexOf(WEB_INF);
    if (webInf < 0) {
      return null;
    }
    try {
      // Built on the given one: servers have URL schemes of their own, with handlers of their own.
      return new URL(code, text.substring(0, webInf + WEB_INF.length()) + name);
    } catch (MalformedURLException e) {
      return null;
    }
  }
}
