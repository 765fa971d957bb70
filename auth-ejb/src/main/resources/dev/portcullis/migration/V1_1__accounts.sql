-- Accounts and their roles. Times are epoch milliseconds (UTC), ids and hashes lower-case hex.
CREATE TABLE auth_account (
  id VARCHAR(32) NOT NULL,
  -- The principal's name as it was given; never changed.
  username VARCHAR(255) NOT NULL,
  -- SHA-256 of the name in NFKC and lower case: unique and exact under any collation.
  username_key VARCHAR(64) NOT NULL,
  email VARCHAR(254),
  display_name VARCHAR(255),
  picture VARCHAR(2048),
  -- PHC string; null for an account that signs in another way.
  password_hash VARCHAR(512),
  -- Grows with every change that makes an earlier proof of identity void.
  security_version INTEGER NOT NULL,
  disabled BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  last_login_at BIGINT,
  CONSTRAINT auth_account_pk PRIMARY KEY (id),
  CONSTRAINT auth_account_username_uq UNIQUE (username_key)
);

CREATE TABLE auth_account_role (
  account_id VARCHAR(32) NOT NULL,
  role_name VARCHAR(255) NOT NULL,
  CONSTRAINT auth_account_role_pk PRIMARY KEY (account_id, role_name),
  CONSTRAINT auth_account_role_fk FOREIGN KEY (account_id) REFERENCES auth_account (id)
);

-- One row for each thing that only one transaction at a time may decide.
CREATE TABLE auth_account_guard (
  name VARCHAR(32) NOT NULL,
  turns BIGINT NOT NULL,
  CONSTRAINT auth_account_guard_pk PRIMARY KEY (name)
);
INSERT INTO auth_account_guard (name, turns) VALUES ('administrators', 0);
