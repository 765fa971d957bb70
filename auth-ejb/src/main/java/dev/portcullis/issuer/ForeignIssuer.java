package dev.portcullis.issuer;

import dev.portcullis.config.IssuerSettings;
import dev.portcullis.jose.MalformedException;
import dev.portcullis.jose.RefusedException;
import dev.portcullis.jose.Stage;
import dev.portcullis.jose.VerifiedJws;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One other issuer: its keys, and what its tokens say. */
public final class ForeignIssuer {

  private static final String AT_JWT = "at+jwt";
  private static final String APPLICATION = "application/";
  private static final int LONGEST_SUBJECT = 255;

  private final IssuerSettings settings;
  private final IssuerKeys keys;
  private final ClaimsReader reader;
  private final RoleRules roles;
  private final List<String> othersPrefixes;

  /**
   * @param othersPrefixes what the names of other issuers' callers begin with, in lower case
   */
  ForeignIssuer(
      IssuerSettings settings, IssuerKeys keys, String adminRole, List<String> othersPrefixes) {
    this.othersPrefixes = List.copyOf(othersPrefixes);
    this.settings = settings;
    this.keys = keys;
    this.reader = new ClaimsReader(settings);
    this.roles = new RoleRules(settings.roleMapping(), adminRole);
  }

  IssuerKeys keys() {
    return keys;
  }

  /** What stands for it in names, metrics and logs. */
  public String name() {
    return settings.name();
  }

  /** What its tokens have as {@code iss}. */
  public String issuer() {
    return settings.issuer();
  }

  /** The longest life of its tokens, in seconds. */
  public long longestSeconds() {
    return settings.maxLifetime().toSeconds();
  }

  /** Whether its keys may be used now; if not, it cannot be told whether a token is genuine. */
  public boolean isUsable() {
    return keys.isUsable();
  }

  /**
   * {@link Stage#TYPE} to {@link Stage#AUDIENCE}, and whatever the claims need to stand for a
   * caller here.
   *
   * @param jws verified by one of this issuer's keys
   */
  public ForeignClaims read(VerifiedJws jws) throws RefusedException {
    requireAccessToken(jws.header().typ());
    ClaimsReader.Found found;
    try {
      found = reader.read(jws.payload());
    } catch (MalformedException e) {
      throw new RefusedException(Stage.CLAIMS);
    }
    if (!found.issuerMatches) {
      throw new RefusedException(Stage.ISSUER);
    }
    if (found.ofOtherToken || isNamedOtherwise(found.texts.get("typ"))) {
      throw new RefusedException(Stage.TYPE);
    }
    if (!found.audienceMatches) {
      throw new RefusedException(Stage.AUDIENCE);
    }
    return claims(found);
  }

  /** RFC 9068 4; a media type is compared without regard to case (RFC 7515 4.1.9). */
  private void requireAccessToken(@Nullable String header) throws RefusedException {
    var typ = header == null ? "" : header.toLowerCase(Locale.ROOT);
    var bare = typ.startsWith(APPLICATION) ? typ.substring(APPLICATION.length()) : typ;
    boolean good =
        bare.equals(AT_JWT)
            || (settings.acceptsPlainJwt() && (typ.isEmpty() || bare.equals("jwt")));
    if (!good) {
      throw new RefusedException(Stage.TYPE);
    }
  }

  /** Some issuers say it in a claim: Keycloak's {@code Bearer}, {@code ID}, {@code Refresh}. */
  private static boolean isNamedOtherwise(@Nullable String typ) {
    return typ != null && !typ.equalsIgnoreCase("Bearer") && !typ.equalsIgnoreCase(AT_JWT);
  }

  private ForeignClaims claims(ClaimsReader.Found found) throws RefusedException {
    var texts = found.texts;
    var subject = texts.get("sub");
    if (subject == null || subject.isEmpty() || subject.length() > LONGEST_SUBJECT) {
      throw new RefusedException(Stage.CLAIMS);
    }
    if (found.issuedAt == null || found.expiresAt == null) {
      throw new RefusedException(Stage.TIME);
    }
    var issuer = settings.issuer();
    var jti = texts.get("jti");
    var tokenId =
        jti == null
            ? ForeignIds.unnamedToken(issuer, subject, found.issuedAt)
            : ForeignIds.token(issuer, jti);
    var sid = texts.get("sid");
    return new ForeignClaims(
        this,
        ForeignIds.subject(issuer, subject),
        tokenId,
        sid == null ? tokenId : ForeignIds.session(issuer, sid),
        principalName(subject, found),
        clientId(found),
        shown(texts.get(settings.claims().email())),
        shown(texts.get(settings.claims().name())),
        Set.copyOf(roles.apply(found.roles)),
        Set.copyOf(found.amr),
        Objects.requireNonNullElse(found.authTime, 0L),
        found.issuedAt,
        found.notBefore,
        found.expiresAt);
  }

  /** S83: with the issuer's name before it, so that it is nobody else's. */
  private String principalName(String subject, ClaimsReader.Found found) throws RefusedException {
    var claim = settings.claims().username();
    var text = claim == null ? subject : found.texts.get(claim);
    var name = text == null ? null : PrincipalName.check(text).orElse(null);
    if (name == null || (settings.plainNames() && isOfAnother(name))) {
      throw new RefusedException(Stage.CLAIMS);
    }
    return settings.plainNames() ? name : settings.name() + ":" + name;
  }

  private boolean isOfAnother(String name) {
    var folded = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return othersPrefixes.stream().anyMatch(folded::startsWith);
  }

  private String clientId(ClaimsReader.Found found) {
    for (var claim : new String[] {"client_id", "azp", "appid"}) {
      var text = shown(found.texts.get(claim));
      if (text != null) {
        return text;
      }
    }
    return settings.name();
  }

  private static @Nullable String shown(@Nullable String text) {
    return text == null ? null : PrincipalName.check(text).orElse(null);
  }
}
