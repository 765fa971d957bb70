package dev.portcullis.config;

import java.util.List;

/**
 * Who is asked about a password.
 *
 * @param order the providers that are on ({@code local}, directories by name), as they are asked
 * @param choice whether the login page offers to choose
 */
public record LoginSettings(List<String> order, boolean choice) {

  public LoginSettings {
    order = List.copyOf(order);
  }
}
