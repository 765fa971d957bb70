package dev.portcullis.command.scan;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What web.xml says that bears on Portcullis; of whatever version, and without its DTD. */
final class WebXml {

  private boolean metadataComplete;
  private boolean ordered;
  private boolean others;
  private final Set<String> orderedNames = new HashSet<>();
  private Optional<String> authMethod = Optional.empty();
  private final Set<String> filterNames = new HashSet<>();
  private final List<String> classes = new ArrayList<>();
  private final List<String> servletPatterns = new ArrayList<>();

  private WebXml() {}

  /**
   * Reads it.
   *
   * @throws XMLStreamException where it is not well-formed
   */
  static WebXml read(byte[] content) throws XMLStreamException {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    var web = new WebXml();
    var reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
    try {
      web.read(reader);
    } finally {
      reader.close();
    }
    return web;
  }

  private void read(XMLStreamReader reader) throws XMLStreamException {
    var path = new ArrayDeque<String>();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          path.addLast(reader.getLocalName());
          start(String.join("/", path), reader);
        }
        case XMLStreamConstants.CHARACTERS ->
            text(String.join("/", path), reader.getText().strip());
        case XMLStreamConstants.END_ELEMENT -> path.removeLast();
        default -> {}
      }
    }
  }

  private void start(String path, XMLStreamReader reader) {
    switch (path) {
      case "web-app" ->
          metadataComplete = "true".equals(reader.getAttributeValue(null, "metadata-complete"));
      case "web-app/absolute-ordering" -> ordered = true;
      case "web-app/absolute-ordering/others" -> others = true;
      case "web-app/login-config" -> authMethod = Optional.of("NONE");
      default -> {}
    }
  }

  private void text(String path, String text) {
    if (text.isEmpty()) {
      return;
    }
    switch (path) {
      case "web-app/absolute-ordering/name" -> orderedNames.add(text);
      case "web-app/login-config/auth-method" -> authMethod = Optional.of(text);
      case "web-app/filter/filter-name" -> filterNames.add(text);
      case "web-app/filter/filter-class",
          "web-app/servlet/servlet-class",
          "web-app/listener/listener-class" ->
          classes.add(text);
      case "web-app/servlet-mapping/url-pattern" -> servletPatterns.add(text);
      default -> {}
    }
  }

  /** Whether annotations are not looked at. */
  boolean metadataComplete() {
    return metadataComplete;
  }

  /** Whether an absolute ordering leaves the fragment of that name, and its whole jar, out. */
  boolean leavesOut(String fragment) {
    return ordered && !others && !orderedNames.contains(fragment);
  }

  /** The method of login-config; NONE where it names none. */
  Optional<String> authMethod() {
    return authMethod;
  }

  /** The names of filters. */
  Set<String> filterNames() {
    return filterNames;
  }

  /** The classes of servlets, filters and listeners. */
  List<String> classes() {
    return classes;
  }

  /** The patterns that servlets are mapped to. */
  List<String> servletPatterns() {
    return servletPatterns;
  }
}
