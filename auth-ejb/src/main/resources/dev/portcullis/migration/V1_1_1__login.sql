-- Guesses at an account's secrets, a row for each kind. Changed by conditional updates only.
CREATE TABLE auth_attempt (
  account_id VARCHAR(32) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  failures INTEGER NOT NULL,
  blocked_until BIGINT NOT NULL,
  last_attempt_at BIGINT NOT NULL,
  CONSTRAINT auth_attempt_pk PRIMARY KEY (account_id, kind),
  CONSTRAINT auth_attempt_fk FOREIGN KEY (account_id) REFERENCES auth_account (id)
);

-- Links that serve once: only their hash is kept.
CREATE TABLE auth_one_time_token (
  token_hash VARCHAR(64) NOT NULL,
  purpose VARCHAR(32) NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  CONSTRAINT auth_one_time_token_pk PRIMARY KEY (token_hash)
);
