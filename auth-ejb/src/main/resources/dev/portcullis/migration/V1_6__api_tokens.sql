-- Personal API tokens. Times are epoch milliseconds (UTC), ids and hashes lower-case hex.
CREATE TABLE auth_api_token (
  id VARCHAR(32) NOT NULL,
  -- SHA-256 of the token.
  token_hash VARCHAR(64) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  name VARCHAR(100) NOT NULL,
  -- Separated by spaces; null for none.
  roles VARCHAR(4000),
  -- How and when its owner had proven the identity, values of amr (RFC 8176).
  amr VARCHAR(255) NOT NULL,
  authenticated_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  -- To the minute; null while it was never used.
  last_used_at BIGINT,
  CONSTRAINT auth_api_token_pk PRIMARY KEY (id),
  CONSTRAINT auth_api_token_hash_uq UNIQUE (token_hash)
);
CREATE INDEX auth_api_token_account_ix ON auth_api_token (account_id, created_at);
CREATE INDEX auth_api_token_expires_ix ON auth_api_token (expires_at);

-- Set where another token that came of the same exchange was used: of several, one goes on.
ALTER TABLE auth_refresh_token ADD COLUMN superseded_at BIGINT;
