-- What serves once at a provider's callback and was used: attempts to sign in, logout tokens. Times
-- are epoch milliseconds (UTC).
CREATE TABLE auth_provider_use (
  -- SHA-256 of what it is.
  use_key VARCHAR(64) NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT auth_provider_use_pk PRIMARY KEY (use_key)
);
CREATE INDEX auth_provider_use_expires_ix ON auth_provider_use (expires_at);
