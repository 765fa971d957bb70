-- Whether there are other administrators is asked whenever somebody's rights change.
CREATE INDEX auth_account_role_name_ix ON auth_account_role (role_name);
