package dev.portcullis.testing;

import java.util.UUID;

/** H2 within this JVM. */
final class H2Server implements Databases.Running {

  @Override
  public FreshDatabase create() {
    var url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";
    var holder = new FreshDatabase[1];
    holder[0] =
        new FreshDatabase(Databases.H2, url, "sa", "sa", () -> holder[0].execute("SHUTDOWN"));
    return holder[0];
  }
}
