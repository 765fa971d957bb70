package dev.portcullis.web.descriptor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One web.xml or web-fragment.xml, as far as it matters here.
 *
 * @param metadataComplete whether fragments and annotations are left out
 * @param loginConfig or null
 * @param constraints URL patterns of its constraints
 * @param methodBound those of them that tell GET from POST
 */
public record Descriptor(
    boolean metadataComplete,
    @Nullable LoginConfig loginConfig,
    List<String> constraints,
    List<String> methodBound) {

  /** Of an application without a descriptor. */
  public static final Descriptor NONE = new Descriptor(false, null, List.of(), List.of());

  public Descriptor {
    constraints = List.copyOf(constraints);
    methodBound = List.copyOf(methodBound);
  }
}
