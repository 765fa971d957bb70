package dev.portcullis.web.page.view;

import java.util.List;

/** New recovery codes, shown this once. */
public record RecoveryCodesView(PageFrame frame, List<String> codes) {

  public RecoveryCodesView {
    codes = List.copyOf(codes);
  }
}
