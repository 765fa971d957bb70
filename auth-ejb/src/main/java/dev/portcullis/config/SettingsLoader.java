package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.file.Findings;
import dev.portcullis.config.file.Node;
import dev.portcullis.config.file.Overrides;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.Variables;
import dev.portcullis.config.file.YamlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the configuration: finds the file, fills in the environment, checks everything at once. */
public final class SettingsLoader {

  private SettingsLoader() {}

  /**
   * Loads the settings that are in force.
   *
   * @throws ConfigurationException naming every problem, if there is any
   */
  public static LoadedSettings load(ConfigurationSource source) {
    return load(ConfigurationFile.find(source), source, new Findings());
  }

  /**
   * Checks a file as a start would, away from the server that it is for: what its environment has
   * to supply is among the notices, and stands as if it were missing in what is returned.
   *
   * @param name what messages call it
   * @throws ConfigurationException naming every other problem, if there is any
   */
  public static LoadedSettings review(String name, byte[] content) {
    return load(
        new ConfigurationFile(name, content),
        ConfigurationSource.withoutSurroundings(),
        Findings.awayFromServer());
  }

  private static LoadedSettings load(
      ConfigurationFile file, ConfigurationSource source, Findings findings) {
    var root = YamlFile.parse(file.content(), findings);
    stopOnProblems(file, findings);
    OtherSections.check(root, findings);
    stopOnProblems(file, findings);
    new Overrides(SettingsKeys.ALL, source.environment(), source.systemProperties())
        .apply(root, OtherSections.AUTH, ConfigurationFile.names(source), findings);
    var variables = new Variables(source.environment(), source.systemProperties());
    var node = root.members().get(OtherSections.AUTH);
    var auth = Section.top(OtherSections.AUTH, node, findings, variables);
    if (!auth.read(GeneralSection.ENABLED)) {
      stopOnProblems(file, findings);
      return switchedOff(file, findings, auth);
    }
    if (node instanceof Node.Mapping mapping) {
      SettingsKeys.TREE.check(OtherSections.AUTH, mapping, findings);
    }
    var settings = read(auth, true);
    stopOnProblems(file, findings);
    if (settings.publicUrl() == null) {
      findings.note(
          GeneralSection.PUBLIC_URL.path()
              + " is not set: only requests to localhost are answered.");
    }
    if (settings.isStateless()) {
      findings.note(StatelessMode.NOTICE);
    }
    return loaded(file, findings, settings);
  }

  /** Nothing but that is read, so what else stands there need not be valid. */
  private static LoadedSettings switchedOff(
      ConfigurationFile file, Findings findings, Section auth) {
    findings.note("auth.enabled is false: Portcullis steps aside.");
    var nothing = new Findings();
    var defaults = read(auth.blank(nothing), false);
    return loaded(file, findings, defaults);
  }

  private static LoadedSettings loaded(
      ConfigurationFile file, Findings findings, AuthSettings settings) {
    var notices = new ArrayList<String>();
    notices.add("Configuration read from " + file.name() + ".");
    notices.addAll(findings.notes());
    return new LoadedSettings(settings, findings.warnings(), notices);
  }

  private static AuthSettings read(Section auth, boolean enabled) {
    var providers = auth.section("providers");
    ReservedSections.check(providers);
    var basePath = auth.read(GeneralSection.BASE_PATH);
    var adminRole = auth.read(GeneralSection.ADMIN_ROLE);
    var publicUrl = auth.find(GeneralSection.PUBLIC_URL).orElse(null);
    var twoFactor = TwoFactorSection.read(providers.section("two_factor"), publicUrl);
    var local =
        LocalSection.read(providers.section("local"), adminRole, twoFactor.requiredForAll());
    var jwtSection = providers.section("jwt");
    var jwt = JwtSection.read(jwtSection, publicUrl);
    var issuers =
        jwt.enabled()
            ? IssuersSection.read(
                jwtSection,
                jwt.issuer(),
                local.enabled() || DirectoriesSection.isOn(providers.section("ldap")))
            : List.<IssuerSettings>of();
    var directories =
        DirectoriesSection.read(
            providers.section("ldap"),
            adminRole,
            issuers.stream().map(IssuerSettings::name).collect(Collectors.toSet()));
    var oauth = OAuthSection.read(providers.section("oauth"), issuers, adminRole);
    boolean passwords = local.enabled() || !directories.isEmpty();
    boolean signsIn = passwords || !oauth.clients().isEmpty();
    boolean stateless = !issuers.isEmpty() && !signsIn && !auth.has(GeneralSection.DATASOURCE);
    if (stateless) {
      StatelessMode.check(auth, jwtSection);
    } else if (enabled && !signsIn && !providers.section("client_cert").isPresent()) {
      auth.warn("providers", "has no provider through which anybody could sign in");
    }
    var key =
        (stateless ? auth.find(GeneralSection.ENCRYPTION_KEY) : GeneralSection.encryptionKey(auth))
            .orElse(Confidential.of(""));
    var previousKeys = List.copyOf(auth.readList(GeneralSection.PREVIOUS_ENCRYPTION_KEYS));
    var nextKey = auth.find(GeneralSection.NEXT_ENCRYPTION_KEY);
    GeneralSection.checkEncryptionKeys(auth, previousKeys, nextKey, key);
    var proxies = List.copyOf(auth.readList(GeneralSection.TRUSTED_PROXIES));
    var certificate = CertificateSection.read(providers.section("client_cert"), !proxies.isEmpty());
    return new AuthSettings(
        enabled,
        auth.read(GeneralSection.DOOR),
        basePath,
        stateless ? null : auth.read(GeneralSection.DATASOURCE),
        key,
        previousKeys,
        nextKey.orElse(null),
        publicUrl,
        proxies,
        adminRole,
        bootstrap(auth),
        ProtectSection.read(
            auth,
            basePath,
            new ProtectSection.Available(
                jwt.enabled(),
                passwords && !stateless,
                certificate.enabled() && !stateless,
                twoFactor.enabled() && !stateless)),
        ClientsSection.read(auth),
        local,
        jwt,
        issuers,
        SessionsSection.read(auth.section("sessions")),
        ApiTokensSection.read(auth.section("tokens")),
        RevocationSection.read(auth.section("revocation")),
        LimitsSection.readRateLimit(auth.section("rate_limit")),
        LimitsSection.readAudit(auth.section("audit")),
        FormSection.read(auth.section("form")),
        certificate,
        directories,
        LoginSection.read(auth.section("login"), local.enabled(), directories),
        oauth,
        twoFactor,
        auth.section("crypto").read(GeneralSection.CRYPTO_PROVIDER));
  }

  private static @Nullable String bootstrap(Section auth) {
    return auth.section("bootstrap").find(GeneralSection.BOOTSTRAP_USERNAME).orElse(null);
  }

  private static void stopOnProblems(ConfigurationFile file, Findings findings) {
    if (!findings.problems().isEmpty()) {
      throw new ConfigurationException(file.name(), findings.problems());
    }
  }
}
