package dev.portcullis.legacy.depot;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** Behind the page stock.xhtml. */
@Named
@RequestScoped
public class StockPage {

  @EJB private StockBean stock;

  private String item = "";
  private String result = "";

  public String getItem() {
    return item;
  }

  public void setItem(String item) {
    this.item = item;
  }

  public String getResult() {
    return result;
  }

  /** The action of the button. */
  public void count() {
    result = item + " " + stock.count();
  }
}
