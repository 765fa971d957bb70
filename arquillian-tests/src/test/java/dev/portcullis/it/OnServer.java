package dev.portcullis.it;

import dev.portcullis.it.client.TestClient;
import java.net.URI;

/** What every group of tests needs: the application on a running server. */
public interface OnServer {

  /** The application's address on localhost, without a trailing slash. */
  URI base();

  /** A client that has nothing yet. */
  default TestClient client() {
    return new TestClient(base());
  }
}
