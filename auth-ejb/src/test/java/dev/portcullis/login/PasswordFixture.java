package dev.portcullis.login;

import dev.portcullis.Confidential;
import dev.portcullis.config.LocalSettings;
import dev.portcullis.password.PasswordHasher;

/** Looks at, and puts, stored hashes. */
record PasswordFixture(LoginFixture app) {

  String storeAtOldCost(String accountId, String password) {
    var old =
        new PasswordHasher(new LocalSettings(true, 15, 32, 1, 1, 1), app.random, app.hashes)
            .hash(Confidential.of(password));
    app.database.inNew(
        tx ->
            tx.em()
                .createNativeQuery("UPDATE auth_account SET password_hash = ?1 WHERE id = ?2")
                .setParameter(1, old)
                .setParameter(2, accountId)
                .executeUpdate());
    return old;
  }

  String stored(String accountId) {
    return app.database.<String>inNew(
        tx ->
            (String)
                tx.em()
                    .createNativeQuery("SELECT password_hash FROM auth_account WHERE id = ?1")
                    .setParameter(1, accountId)
                    .getSingleResult());
  }
}
