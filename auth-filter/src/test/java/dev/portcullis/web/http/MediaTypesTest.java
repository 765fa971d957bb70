package dev.portcullis.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediaTypesTest {

  @Test
  void aBrowserPrefersPagesAndAProgramDoesNot() {
    assertThat(MediaTypes.prefersHtml("text/html,application/xhtml+xml,*/*;q=0.8")).isTrue();
    assertThat(MediaTypes.prefersHtml("text/*")).isTrue();
    assertThat(MediaTypes.prefersHtml("*/*")).isFalse();
    assertThat(MediaTypes.prefersHtml("application/json, text/html;q=0.5")).isFalse();
    assertThat(MediaTypes.prefersHtml("text/html;q=0, */*")).isFalse();
    assertThat(MediaTypes.prefersHtml("text/html;q=x")).isFalse();
    assertThat(MediaTypes.prefersHtml(null)).isFalse();
  }

  @Test
  void aCharsetOtherThanUtf8IsNotRead() {
    assertThat(MediaTypes.bare("Application/JSON; charset=\"UTF-8\"")).isEqualTo(MediaTypes.JSON);
    assertThat(MediaTypes.bare("application/json; charset=utf-16")).isNull();
    assertThat(MediaTypes.bare(null)).isNull();
  }
}
