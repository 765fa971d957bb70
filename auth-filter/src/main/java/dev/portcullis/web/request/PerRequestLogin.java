package dev.portcullis.web.request;

import dev.portcullis.config.CredentialKind;
import java.util.Optional;

/**
 * BASIC or CLIENT-CERT of web.xml: the credentials come with every request, and there is no page.
 *
 * @param kind what comes
 * @param protectionSpace {@code realm-name}, as a browser shows it
 */
public record PerRequestLogin(CredentialKind kind, String protectionSpace)
    implements ApplicationLogin {

  @Override
  public Optional<CredentialKind> credential() {
    return Optional.of(kind);
  }

  @Override
  public String realm() {
    return protectionSpace;
  }
}
