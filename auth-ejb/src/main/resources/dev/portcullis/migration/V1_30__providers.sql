-- What serves once at a provider's callback and was used: attempts to sign in, logout tokens. Times
-- are epoch milliseconds (UTC).
CREATE TABLE auth_provider_use (
  -- SHA-256 of what it is.
  use_key VARCHAR(64) NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT auth_provider_use_pk PRIMARY KEY (use_key)
);
CREATE INDEX auth_provider_use_expires_ix ON auth_provider_use (expires_at);

-- What a provider wants to see again when somebody logs out there.
CREATE TABLE auth_provider_session (
  -- SHA-256 of issuer and sid; auth_session.provider_session has the same.
  session_key VARCHAR(64) NOT NULL,
  issuer VARCHAR(255) NOT NULL,
  -- The last ID token of that session, under auth.encryption_key, bound to the key above.
  sealed_id_token VARCHAR(8000) NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT auth_provider_session_pk PRIMARY KEY (session_key)
);
CREATE INDEX auth_provider_session_expires_ix ON auth_provider_session (expires_at);
