-- Browsers on which a second factor was proven, and is not asked for again for a while. Times are epoch
-- milliseconds (UTC), ids and hashes lower-case hex.
CREATE TABLE auth_trusted_device (
  id VARCHAR(32) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  -- SHA-256 of what the browser's cookie carries.
  token_hash VARCHAR(64) NOT NULL,
  -- The account's when it was trusted: a later change of password or factors ends the trust.
  security_version INTEGER NOT NULL,
  -- Guesses at the password beyond what the account's own counter lets, since the last right one.
  guesses INTEGER NOT NULL,
  address VARCHAR(64) NOT NULL,
  device VARCHAR(256),
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT auth_trusted_device_pk PRIMARY KEY (id),
  CONSTRAINT auth_trusted_device_token_uq UNIQUE (token_hash)
);
CREATE INDEX auth_trusted_device_account_ix ON auth_trusted_device (account_id);
CREATE INDEX auth_trusted_device_expires_ix ON auth_trusted_device (expires_at);
