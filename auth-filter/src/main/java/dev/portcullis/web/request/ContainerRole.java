package dev.portcullis.web.request;

/** What the container itself knows of callers. */
public enum ContainerRole {
  /** It asks our module or mechanism, and tells the whole application. */
  ASKS_US,
  /** Nothing: only our request object tells the application. */
  KNOWS_NOBODY,
  /** It asks a mechanism of the application: requests without a caller of ours are left to that. */
  ASKS_ANOTHER
}
