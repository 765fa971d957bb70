package dev.portcullis.web.request;

import dev.portcullis.AuthenticationResult.Rejected;
import dev.portcullis.ClientInfo;
import dev.portcullis.PortcullisDomain;
import dev.portcullis.config.CredentialKind;
import dev.portcullis.web.http.ClientAddress;
import dev.portcullis.web.http.ErrorCode;
import dev.portcullis.web.http.PublicAddress;
import dev.portcullis.web.http.Refusal;
import dev.portcullis.web.http.Rejections;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;

/** A name and a password in the header {@code Authorization} (RFC 7617). */
final class BasicAuthenticator implements RequestAuthenticator {

  private static final String SCHEME = "Basic";
  private static final int LONGEST_HEADER = 8 * 1024;

  private final PortcullisDomain domain;
  private final PublicAddress address;
  private final ClientAddress addresses;
  private final String challenge;

  BasicAuthenticator(
      PortcullisDomain domain, PublicAddress address, ClientAddress addresses, String realm) {
    this.domain = domain;
    this.address = address;
    this.addresses = addresses;
    // RFC 9110 5.6.4: what a quoted text may not hold as it is.
    var quoted = realm.replaceAll("[^ -~]", "?").replace("\\", "\\\\").replace("\"", "\\\"");
    challenge = "Basic realm=\"" + quoted + "\", charset=\"UTF-8\"";
  }

  /** The challenge (RFC 7617 2). */
  String challenge() {
    return challenge;
  }

  @Override
  public RequestOutcome authenticate(
      HttpServletRequest request, HttpServletResponse response, ClientInfo client) {
    var headers = Collections.list(request.getHeaders("Authorization"));
    if (headers.stream().noneMatch(BasicAuthenticator::isBasic)) {
      return new RequestOutcome.NotPresented();
    }
    if (headers.size() > 1) {
      return rejected(ErrorCode.INVALID_REQUEST, "The request carries more than one credential.");
    }
    if (headers.get(0).length() > LONGEST_HEADER) {
      return rejected(ErrorCode.INVALID_REQUEST, "The Authorization header is too long.");
    }
    if (!isConfidential(request)) {
      return rejected(
          ErrorCode.INVALID_REQUEST,
          "A password is taken over https only; it has been seen on its way, and should be"
              + " changed.");
    }
    var login = BasicCredentials.parse(headers.get(0).substring(SCHEME.length()).strip());
    return login.isEmpty()
        ? rejected(
            ErrorCode.INVALID_AUTHORIZATION_HEADER,
            "The Authorization header holds no name and password in base64, as RFC 7617 has it.")
        : domain
            .requestCredentials()
            .password(login.get(), client)
            .<RequestOutcome>foldWithoutSecondFactor(
                proven -> new RequestOutcome.Granted(proven.caller(), CredentialKind.BASIC),
                BasicAuthenticator::refused);
  }

  private static RequestOutcome refused(Rejected<?> rejected) {
    return new RequestOutcome.Rejected(Rejections.of(rejected));
  }

  private static RequestOutcome rejected(ErrorCode code, String description) {
    return new RequestOutcome.Rejected(Refusal.of(code, description));
  }

  /**
   * Whether nobody on the way reads along: TLS ends here, or at a configured proxy that does not
   * tell otherwise, or client and server are one machine. A proxy that nobody configured is no such
   * client: it looks like one, but for what it adds, or for clients that are not meant to be here.
   */
  boolean isConfidential(HttpServletRequest request) {
    if (request.isSecure()) {
      return true;
    }
    return addresses.isFromProxy(request)
        ? !"http".equalsIgnoreCase(lastValue(request, "X-Forwarded-Proto"))
        : isLoopback(request.getRemoteAddr())
            && PublicAddress.isLocal(request.getServerName())
            && address.isForThisMachineAlone()
            && !ClientAddress.wasForwarded(request);
  }

  /** What the nearest proxy wrote; empty where it wrote none. */
  private static String lastValue(HttpServletRequest request, String header) {
    var lines = Collections.list(request.getHeaders(header));
    var last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    return last.substring(last.lastIndexOf(',') + 1).strip();
  }

  /** An address as the container gives it: no name is looked up. */
  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  private static boolean isBasic(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && (header.length() == SCHEME.length()
            || Character.isWhitespace(header.charAt(SCHEME.length())));
  }
}
