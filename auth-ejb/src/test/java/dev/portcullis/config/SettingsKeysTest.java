package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Overrides;
import org.junit.jupiter.api.Test;

/** Keys and defaults are a promise to operators: a change here is a change for them. */
class SettingsKeysTest {

  @Test
  void theKeysAndTheirDefaultsAreThese() {
    assertThat(SettingsKeys.ALL)
        .filteredOn(key -> key.shape() != Key.Shape.RESERVED)
        .extracting(key -> key.path() + " = " + key.defaultText())
        .containsExactly(
            "auth.enabled = true",
            "auth.door = auto",
            "auth.base_path = /auth",
            "auth.datasource = jdbc/portcullis",
            "auth.encryption_key = null",
            "auth.previous_encryption_keys = null",
            "auth.next_encryption_key = null",
            "auth.public_url = null",
            "auth.trusted_proxies = null",
            "auth.admin_role = auth-admin",
            "auth.bootstrap.username = null",
            "auth.crypto.provider = jdk",
            "auth.protect[].path = null",
            "auth.protect[].methods = null",
            "auth.protect[].access = null",
            "auth.protect[].roles = null",
            "auth.protect[].accept = null",
            "auth.protect[].max_age = null",
            "auth.protect[].csrf = none",
            "auth.protect[].factor = null",
            "auth.clients[].id = null",
            "auth.clients[].secret_hash = null",
            "auth.clients[].may = null",
            "auth.providers.local.enabled = true",
            "auth.providers.local.minimum_length = 15",
            "auth.providers.local.hash_memory = 47104",
            "auth.providers.local.hash_iterations = 1",
            "auth.providers.local.hash_concurrency = null",
            "auth.providers.local.hash_queue = 64",
            "auth.providers.local.registration = false",
            "auth.providers.local.user_source.datasource = null",
            "auth.providers.local.user_source.issuer = user_source",
            "auth.providers.local.user_source.password_sql = null",
            "auth.providers.local.user_source.roles_sql = null",
            "auth.providers.local.user_source.update_sql = null",
            "auth.providers.local.user_source.username_column = username",
            "auth.providers.local.user_source.password_column = password",
            "auth.providers.local.user_source.subject_column = null",
            "auth.providers.local.user_source.salt_column = null",
            "auth.providers.local.user_source.name_column = null",
            "auth.providers.local.user_source.email_column = null",
            "auth.providers.local.user_source.ignore_case = false",
            "auth.providers.local.user_source.hash = auto",
            "auth.providers.local.user_source.allow_plain_text = false",
            "auth.providers.local.user_source.default_roles = user",
            "auth.providers.local.user_source.role_mapping.* = null",
            "auth.providers.local.user_source.timeout = 5s",
            "auth.providers.local.user_source.change_password_hint = null",
            "auth.providers.local.user_source.change_password_url = null",
            "auth.providers.local.user_source.digest_algorithm = null",
            "auth.providers.local.user_source.digest_encoding = hex",
            "auth.providers.local.user_source.digest_salt = none",
            "auth.providers.local.user_source.digest_salt_encoding = text",
            "auth.providers.local.user_source.digest_iterations = 1",
            "auth.providers.local.user_source.digest_charset = UTF-8",
            "auth.providers.jwt.enabled = true",
            "auth.providers.jwt.secret = null",
            "auth.providers.jwt.previous_secrets = null",
            "auth.providers.jwt.key_rotation = 90d",
            "auth.providers.jwt.key_publication = 15m",
            "auth.providers.jwt.algorithm = null",
            "auth.providers.jwt.issuer = null",
            "auth.providers.jwt.audience = null",
            "auth.providers.jwt.expiration = 15m",
            "auth.providers.jwt.refresh_token_expiration = 7d",
            "auth.providers.jwt.refresh_grace = 0s",
            "auth.providers.jwt.clock_skew = 30s",
            "auth.providers.jwt.claims = full",
            "auth.providers.jwt.store_tokens = false",
            "auth.providers.jwt.keys[].file = null",
            "auth.providers.jwt.keys[].pem = null",
            "auth.providers.jwt.keys[].jwk = null",
            "auth.providers.jwt.issuers[].issuer = null",
            "auth.providers.jwt.issuers[].name = null",
            "auth.providers.jwt.issuers[].jwks_uri = null",
            "auth.providers.jwt.issuers[].jwks = null",
            "auth.providers.jwt.issuers[].jwks_file = null",
            "auth.providers.jwt.issuers[].public_key = null",
            "auth.providers.jwt.issuers[].secret = null",
            "auth.providers.jwt.issuers[].key_id = null",
            "auth.providers.jwt.issuers[].algorithms = null",
            "auth.providers.jwt.issuers[].audience = null",
            "auth.providers.jwt.issuers[].typ = at+jwt",
            "auth.providers.jwt.issuers[].role_claim = null",
            "auth.providers.jwt.issuers[].role_mapping.* = null",
            "auth.providers.jwt.issuers[].username_claim = null",
            "auth.providers.jwt.issuers[].principal = prefixed",
            "auth.providers.jwt.issuers[].email_claim = email",
            "auth.providers.jwt.issuers[].name_claim = name",
            "auth.providers.jwt.issuers[].max_lifetime = 24h",
            "auth.providers.jwt.issuers[].max_stale = 24h",
            "auth.providers.client_cert.enabled = true",
            "auth.providers.client_cert.trust_anchors_file = null",
            "auth.providers.client_cert.identity = subject",
            "auth.providers.client_cert.account = existing",
            "auth.providers.client_cert.accounts.* = null",
            "auth.providers.client_cert.roles = null",
            "auth.providers.client_cert.role_mapping.* = null",
            "auth.providers.client_cert.proxy_header = none",
            "auth.providers.two_factor.enabled = true",
            "auth.providers.two_factor.provider = totp",
            "auth.providers.two_factor.issuer = null",
            "auth.providers.two_factor.algorithm = SHA1",
            "auth.providers.two_factor.digits = 6",
            "auth.providers.two_factor.period = 30",
            "auth.providers.two_factor.required_for_roles = null",
            "auth.providers.two_factor.required_for_all = false",
            "auth.providers.two_factor.every_request = refuse",
            "auth.form.login_page = application",
            "auth.sessions.idle = 30m",
            "auth.sessions.absolute = 12h",
            "auth.sessions.max_per_user = 10",
            "auth.sessions.recheck_source = 15m",
            "auth.sessions.recheck_grace = 15m",
            "auth.sessions.sso_group = null",
            "auth.tokens.enabled = true",
            "auth.tokens.max_lifetime = 365d",
            "auth.tokens.max_per_user = 50",
            "auth.revocation.poll_interval = 1s",
            "auth.revocation.max_staleness = 5s",
            "auth.revocation.mode = replica",
            "auth.rate_limit.account = 5",
            "auth.rate_limit.address = 100/10m",
            "auth.rate_limit.prefix = 300/10m",
            "auth.audit.retention = 365d",
            "auth.providers.oauth.enabled = true",
            "auth.providers.ldap.enabled = true",
            "auth.providers.saml.enabled = true");
  }

  @Test
  void everyKeySaysWhatItDoes() {
    assertThat(SettingsKeys.ALL).allMatch(key -> key.sentence().endsWith("."));
  }

  @Test
  void theSecretsAreMarked() {
    assertThat(SettingsKeys.ALL)
        .filteredOn(Key::secret)
        .extracting(Key::path)
        .containsExactly(
            "auth.encryption_key",
            "auth.previous_encryption_keys",
            "auth.next_encryption_key",
            "auth.clients[].secret_hash",
            "auth.providers.jwt.secret",
            "auth.providers.jwt.previous_secrets",
            "auth.providers.jwt.keys[].pem",
            "auth.providers.jwt.keys[].jwk",
            "auth.providers.jwt.issuers[].jwks",
            "auth.providers.jwt.issuers[].public_key",
            "auth.providers.jwt.issuers[].secret");
  }

  @Test
  void noTwoKeysShareAVariable() {
    assertThat(SettingsKeys.ALL)
        .extracting(key -> Overrides.variableName(key.path()))
        .doesNotHaveDuplicates()
        .doesNotContain(ConfigurationFile.VARIABLE);
  }
}
