package dev.portcullis.web.page.view;

import java.util.List;

/**
 * Personal API tokens on the account page: the list, and the form for one more.
 *
 * @param list the newest first
 * @param recent whether the identity was proven so lately that one may be made; else the page leads
 *     to where it is proven again
 * @param roles what one may be given, sorted
 * @param maxDays how long one may serve
 * @param typedName what stands in the field for the name; may be empty
 * @param typedDays what stands in the field for the days
 */
public record ApiTokensView(
    List<ApiTokenView> list,
    boolean recent,
    List<String> roles,
    long maxDays,
    String typedName,
    String typedDays) {

  public ApiTokensView {
    list = List.copyOf(list);
    roles = List.copyOf(roles);
  }
}
