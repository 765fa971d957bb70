package dev.portcullis.it.probe;

import dev.portcullis.RequireFactor;
import jakarta.ejb.Stateless;

/** An EJB of which one method asks for a second factor. */
@Stateless
public class GuardedBean {

  public String open() {
    return "open";
  }

  @RequireFactor
  public String vault() {
    return "the vault";
  }
}
