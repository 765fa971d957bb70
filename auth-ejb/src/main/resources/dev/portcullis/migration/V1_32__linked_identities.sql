-- The account's owner linked that identity with it: it is a way in, and says nothing of the
-- account's roles and fields. Those that made their account, or came before, are not linked.
ALTER TABLE auth_federated_identity ADD COLUMN linked BOOLEAN DEFAULT FALSE NOT NULL;
