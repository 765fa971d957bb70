package dev.portcullis.sealing;

import dev.portcullis.store.Tx;
import jakarta.persistence.Entity;
import java.util.List;

/**
 * A column that is an attribute of an entity, with a value in every row.
 *
 * @param <E> the entity; its id is a string
 */
public abstract class SealedAttribute<E> implements SealedColumn {

  private final String column;
  private final String purpose;
  private final Class<E> entity;
  private final String select;
  private final String update;

  /**
   * @param column table and column
   * @param purpose under which its values are sealed
   * @param id the entity's attribute that is its id
   * @param text the attribute that is sealed
   */
  protected SealedAttribute(
      String column, String purpose, Class<E> entity, String id, String text) {
    this.column = column;
    this.purpose = purpose;
    this.entity = entity;
    String name = entity.getAnnotation(Entity.class).name();
    this.select = "SELECT e FROM %s e WHERE e.%s > :id ORDER BY e.%2$s".formatted(name, id);
    this.update =
        "UPDATE %s e SET e.%s = :text WHERE e.%s = :id AND e.%2$s = :before"
            .formatted(name, text, id);
  }

  /** The value of a row. */
  protected abstract Sealed of(E row);

  @Override
  public final String name() {
    return column;
  }

  @Override
  public final String purpose() {
    return purpose;
  }

  @Override
  public final List<Sealed> after(Tx tx, String id, int most) {
    return tx
        .em()
        .createQuery(select, entity)
        .setParameter("id", id)
        .setMaxResults(most)
        .getResultList()
        .stream()
        .map(this::of)
        .toList();
  }

  @Override
  public final boolean replace(Tx tx, Sealed sealed, String text) {
    return tx.em()
            .createQuery(update)
            .setParameter("text", text)
            .setParameter("id", sealed.id())
            .setParameter("before", sealed.text())
            .executeUpdate()
        == 1;
  }
}
