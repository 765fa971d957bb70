-- How many codes were sent lately. Times are epoch milliseconds (UTC).
CREATE TABLE auth_sending (
  -- HMAC-SHA-256 of what is limited and whose it is: numbers are few enough to be tried.
  id VARCHAR(64) NOT NULL,
  sent INTEGER NOT NULL,
  -- When counting begins anew.
  ends_at BIGINT NOT NULL,
  CONSTRAINT auth_sending_pk PRIMARY KEY (id)
);
CREATE INDEX auth_sending_ends_ix ON auth_sending (ends_at);
