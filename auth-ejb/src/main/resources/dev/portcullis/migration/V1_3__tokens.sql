-- Signing keys, refresh tokens, access tokens. Times are epoch milliseconds (UTC), ids and hashes
-- lower-case hex. No column holds a token or a key in the clear.
CREATE TABLE auth_signing_key (
  kid VARCHAR(64) NOT NULL,
  algorithm VARCHAR(8) NOT NULL,
  -- 1 for the first key of an algorithm, then upwards; of several nodes that make one, one wins.
  generation INTEGER NOT NULL,
  -- ACTIVE: verifies, and the one of the highest generation signs. RETIRED: refused.
  state VARCHAR(8) NOT NULL,
  public_jwk VARCHAR(2048) NOT NULL,
  -- PKCS #8 under auth.encryption_key, bound to the kid.
  sealed_private_key VARCHAR(8000) NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT auth_signing_key_pk PRIMARY KEY (kid),
  CONSTRAINT auth_signing_key_generation_uq UNIQUE (algorithm, generation)
);

CREATE TABLE auth_refresh_token (
  -- SHA-256 of the token.
  token_hash VARCHAR(64) NOT NULL,
  -- The session behind the tokens; all refresh tokens of one are a family.
  session_id VARCHAR(32) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  client_id VARCHAR(255) NOT NULL,
  -- The token that was exchanged for this one; null for one issued at a login.
  predecessor_hash VARCHAR(64),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  -- When it was exchanged for the next; null while it still may be.
  used_at BIGINT,
  CONSTRAINT auth_refresh_token_pk PRIMARY KEY (token_hash)
);
CREATE INDEX auth_refresh_token_session_ix ON auth_refresh_token (session_id);
CREATE INDEX auth_refresh_token_predecessor_ix ON auth_refresh_token (predecessor_hash);
CREATE INDEX auth_refresh_token_expires_ix ON auth_refresh_token (expires_at);

-- Kept only with jwt.store_tokens: that a token was issued, never its text.
CREATE TABLE auth_access_token (
  jti VARCHAR(32) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  session_id VARCHAR(32) NOT NULL,
  client_id VARCHAR(255) NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT auth_access_token_pk PRIMARY KEY (jti)
);
CREATE INDEX auth_access_token_account_ix ON auth_access_token (account_id);
CREATE INDEX auth_access_token_expires_ix ON auth_access_token (expires_at);
