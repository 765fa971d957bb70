package dev.portcullis.testing;

import java.sql.SQLException;
import java.util.Map;

/**
 * A node that dies at one point of its work with the database: before or after the nth statement or
 * commit. From then on nothing of it reaches the database. With a point beyond the last it only
 * counts.
 */
public class Crash implements WatchedDataSource.Watcher {

  private final int at;
  private final String from;
  private boolean begun;
  private int points;
  private int commits;
  private boolean dead;
  private String where = "nowhere";

  /**
   * @param at the point, from 1
   * @param from part of the statement that is the first to count; empty for any
   */
  public Crash(int at, String from) {
    this.at = at;
    this.from = from;
    begun = from.isEmpty();
  }

  /** Whether the point was reached. */
  public boolean happened() {
    return dead;
  }

  /** How many transactions are committed. */
  public int commits() {
    return commits;
  }

  @Override
  public void connecting() throws SQLException {
    if (dead) {
      throw gone();
    }
  }

  @Override
  public void before(String sql, Map<Integer, Object> parameters) throws SQLException {
    begun |= sql.contains(from);
    pass("before " + sql);
  }

  @Override
  public void after(String sql) throws SQLException {
    pass("after " + sql);
  }

  @Override
  public void beforeCommit() throws SQLException {
    pass("before the commit");
  }

  @Override
  public void afterCommit() throws SQLException {
    if (begun) {
      commits++;
      committed();
    }
    pass("after the commit");
  }

  /** For whoever wants to look at what is committed by now. */
  protected void committed() throws SQLException {
    // Nobody.
  }

  private void pass(String point) throws SQLException {
    if (dead) {
      throw gone();
    }
    if (begun) {
      points++;
    }
    if (begun && points == at) {
      dead = true;
      where = point;
      throw gone();
    }
  }

  private static SQLException gone() {
    return new SQLException("The node is dead", "08006");
  }

  @Override
  public String toString() {
    return "point " + at + ", " + where;
  }
}
