-- Tokens of providers, of clients with keep_tokens. Times are epoch milliseconds (UTC).
CREATE TABLE auth_provider_token (
  -- What stands for the provider's session; auth_session.provider_session has the same.
  session_key VARCHAR(64) NOT NULL,
  issuer VARCHAR(255) NOT NULL,
  client_id VARCHAR(255) NOT NULL,
  subject VARCHAR(255) NOT NULL,
  -- Access and refresh token under auth.encryption_key, bound to the key above.
  sealed_tokens VARCHAR(12000) NOT NULL,
  -- When the provider was last asked, and when it last confirmed.
  checked_at BIGINT NOT NULL,
  verified_at BIGINT NOT NULL,
  -- Until then one node is asking.
  busy_until BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT auth_provider_token_pk PRIMARY KEY (session_key)
);
CREATE INDEX auth_provider_token_expires_ix ON auth_provider_token (expires_at);
