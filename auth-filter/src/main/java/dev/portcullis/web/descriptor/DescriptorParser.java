package dev.portcullis.web.descriptor;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a descriptor without ever leaving it: a DOCTYPE, which old ones have, is passed over, and
 * no entity is loaded or expanded. Elements are told by their local names, for their namespaces
 * changed with every version.
 */
final class DescriptorParser {

  private static final int LONGEST_TEXT = 4096;

  private final XMLStreamReader xml;
  private boolean metadataComplete;
  private @Nullable LoginConfig loginConfig;
  private final List<String> constraints = new ArrayList<>();
  private final List<String> methodBound = new ArrayList<>();

  private DescriptorParser(XMLStreamReader xml) {
    this.xml = xml;
  }

  /**
   * Reads it.
   *
   * @throws XMLStreamException if it is no XML, or uses an entity of its own
   */
  static Descriptor parse(InputStream in) throws XMLStreamException {
    // The platform's own: a library of the application may know other properties.
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    var parser = new DescriptorParser(factory.createXMLStreamReader(in));
    parser.document();
    return new Descriptor(
        parser.metadataComplete, parser.loginConfig, parser.constraints, parser.methodBound);
  }

  private void document() throws XMLStreamException {
    while (xml.hasNext()) {
      if (next() == XMLStreamConstants.START_ELEMENT) {
        metadataComplete = Boolean.parseBoolean(xml.getAttributeValue(null, "metadata-complete"));
        root();
      }
    }
  }

  private void root() throws XMLStreamException {
    while (next() != XMLStreamConstants.END_ELEMENT) {
      if (xml.isStartElement()) {
        switch (xml.getLocalName()) {
          case "login-config" -> loginConfig();
          case "security-constraint" -> constraint();
          default -> skip();
        }
      }
    }
  }

  private void loginConfig() throws XMLStreamException {
    var method = "";
    String realm = null;
    String loginPage = null;
    String errorPage = null;
    for (int depth = 1; depth > 0; ) {
      int event = next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "auth-method" -> method = text().toUpperCase(Locale.ROOT);
          case "realm-name" -> realm = text();
          case "form-login-config" -> depth++;
          case "form-login-page" -> loginPage = page(text());
          case "form-error-page" -> errorPage = page(text());
          default -> skip();
        }
      }
    }
    loginConfig = new LoginConfig(method, realm, loginPage, errorPage);
  }

  private static @Nullable String page(String text) {
    if (text.isEmpty()) {
      return null;
    }
    return text.startsWith("/") ? text : "/" + text;
  }

  private void constraint() throws XMLStreamException {
    while (next() != XMLStreamConstants.END_ELEMENT) {
      if (xml.isStartElement()) {
        if (xml.getLocalName().equals("web-resource-collection")) {
          collection();
        } else {
          skip();
        }
      }
    }
  }

  private void collection() throws XMLStreamException {
    var patterns = new ArrayList<String>();
    Set<String> methods = new HashSet<>();
    while (next() != XMLStreamConstants.END_ELEMENT) {
      if (xml.isStartElement()) {
        switch (xml.getLocalName()) {
          case "url-pattern" -> patterns.add(text());
          case "http-method", "http-method-omission" -> methods.add(text());
          default -> skip();
        }
      }
    }
    constraints.addAll(patterns);
    if (methods.contains("GET") != methods.contains("POST")) {
      methodBound.addAll(patterns);
    }
  }

  private String text() throws XMLStreamException {
    var text = xml.getElementText().strip();
    if (text.length() > LONGEST_TEXT) {
      throw new XMLStreamException("A value is too long");
    }
    return text;
  }

  private void skip() throws XMLStreamException {
    for (int depth = 1; depth > 0; ) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  private int next() throws XMLStreamException {
    int event = xml.next();
    if (event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw new XMLStreamException("It uses the entity " + xml.getLocalName());
    }
    return event;
  }
}
