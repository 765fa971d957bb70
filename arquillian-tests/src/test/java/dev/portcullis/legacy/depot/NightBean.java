package dev.portcullis.legacy.depot;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;

/** Closes the depot in the evening, whoever asks for it. */
@Stateless
@RunAs("keeper")
@PermitAll
public class NightBean {

  @EJB private StockBean stock;

  public String close() {
    return stock.lock();
  }
}
