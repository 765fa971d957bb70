package dev.portcullis.web.page.view;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The problems of one form, in the order of its fields; usually none. */
public record Problems(List<Problem> all) {

  /** The id of the summary that fields with a problem are described by. */
  public static final String SUMMARY_ID = "problems";

  private static final Problems NONE = new Problems(List.of());

  public Problems {
    all = List.copyOf(all);
  }

  public static Problems none() {
    return NONE;
  }

  /** One problem of the form as a whole. */
  public static Problems of(Message message) {
    return new Problems(List.of(new Problem(null, message)));
  }

  /** One problem of a field. */
  public static Problems of(String field, Message message) {
    return new Problems(List.of(new Problem(field, message)));
  }

  /**
   * These and one more.
   *
   * @param field the id of the field, or null for the form as a whole
   */
  public Problems and(@Nullable String field, Message message) {
    var more = new ArrayList<>(all);
    more.add(new Problem(field, message));
    return new Problems(more);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Whether one of them concerns the field. */
  public boolean concern(String field) {
    return all.stream().anyMatch(problem -> field.equals(problem.field()));
  }

  /** {@code true} for a field with a problem, else null: the value of {@code aria-invalid}. */
  public @Nullable String invalid(String field) {
    return concern(field) ? "true" : null;
  }

  /**
   * The value of {@code aria-describedby} for a field.
   *
   * @param hint the id of the field's permanent hint, or null
   */
  public @Nullable String describedBy(String field, @Nullable String hint) {
    if (!concern(field)) {
      return hint;
    }
    return hint == null ? SUMMARY_ID : SUMMARY_ID + " " + hint;
  }
}
