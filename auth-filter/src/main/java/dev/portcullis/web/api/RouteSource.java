package dev.portcullis.web.api;

import java.util.List;

/** A group of operations or pages that belong together. */
@FunctionalInterface
public interface RouteSource {

  /** Its lines of the table. */
  List<Route> routes();
}
