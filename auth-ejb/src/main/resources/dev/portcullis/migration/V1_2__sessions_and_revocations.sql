-- Sessions and revocations. Times are epoch milliseconds (UTC), ids and hashes lower-case hex.
CREATE TABLE auth_session (
  id VARCHAR(32) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  -- True: held by a cookie. False: the session behind tokens.
  browser BOOLEAN NOT NULL,
  -- SHA-256 of what the cookie carries; null behind tokens.
  secret_hash VARCHAR(64),
  -- Values of amr (RFC 8176), separated by spaces.
  amr VARCHAR(255) NOT NULL,
  authenticated_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  address VARCHAR(64) NOT NULL,
  device VARCHAR(256),
  CONSTRAINT auth_session_pk PRIMARY KEY (id),
  CONSTRAINT auth_session_secret_uq UNIQUE (secret_hash)
);
CREATE INDEX auth_session_account_ix ON auth_session (account_id);
CREATE INDEX auth_session_expires_ix ON auth_session (expires_at);
CREATE INDEX auth_session_seen_ix ON auth_session (browser, last_seen_at);

-- What was revoked before it expired. Rows are added and, once expired, removed; never changed.
CREATE TABLE auth_revocation (
  id VARCHAR(32) NOT NULL,
  -- TOKEN, SESSION, SECRET or USER.
  kind VARCHAR(8) NOT NULL,
  -- 128 bits of what is revoked: its id, or of an id of another form the digest.
  revoked_key VARCHAR(32) NOT NULL,
  -- USER only: what was issued before this whole second is refused.
  not_before BIGINT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT auth_revocation_pk PRIMARY KEY (id)
);
CREATE INDEX auth_revocation_key_ix ON auth_revocation (revoked_key);
CREATE INDEX auth_revocation_feed_ix ON auth_revocation (created_at, id);
CREATE INDEX auth_revocation_expires_ix ON auth_revocation (expires_at);
