package dev.portcullis.web;

import dev.portcullis.Caller;
import dev.portcullis.web.request.RequestState;
import jakarta.enterprise.context.ContextException;
import jakarta.enterprise.inject.ResolutionException;
import jakarta.servlet.ServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The caller of the current request, whoever that is at the moment of asking. Where there is no
 * request (a timer, a message), nobody is authenticated.
 */
final class CurrentCaller implements Caller {

  private final Supplier<? extends ServletRequest> request;

  /**
   * @param request gives the current request, or throws {@link IllegalStateException}
   */
  CurrentCaller(Supplier<? extends ServletRequest> request) {
    this.request = request;
  }

  private Optional<Caller> found() {
    try {
      var state = RequestState.of(request.get());
      return state == null ? Optional.empty() : state.caller();
    } catch (IllegalStateException | ResolutionException | ContextException nobody) {
      return Optional.empty();
    }
  }

  private Caller required() {
    return found().orElseThrow(() -> new IllegalStateException("Nobody is authenticated"));
  }

  @Override
  public boolean isAuthenticated() {
    return found().isPresent();
  }

  @Override
  public String getId() {
    return required().getId();
  }

  @Override
  public String getUsername() {
    return required().getUsername();
  }

  @Override
  public @Nullable String getEmail() {
    return found().map(Caller::getEmail).orElse(null);
  }

  @Override
  public @Nullable String getName() {
    return found().map(Caller::getName).orElse(null);
  }

  @Override
  public @Nullable String getPicture() {
    return found().map(Caller::getPicture).orElse(null);
  }

  @Override
  public Set<String> getRoles() {
    return found().map(Caller::getRoles).orElse(Set.of());
  }

  @Override
  public Set<String> getAuthenticationMethods() {
    return required().getAuthenticationMethods();
  }

  @Override
  public Instant getAuthenticatedAt() {
    return required().getAuthenticatedAt();
  }

  @Override
  public String getSessionId() {
    return required().getSessionId();
  }

  @Override
  public String toString() {
    return found().map(Object::toString).orElse("Caller[nobody]");
  }
}
