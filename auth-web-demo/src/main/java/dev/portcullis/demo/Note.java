package dev.portcullis.demo;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** A line of text that belongs to a user. */
@Entity
@Table(name = "note")
public class Note {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "note_seq")
  @SequenceGenerator(name = "note_seq", sequenceName = "note_seq", allocationSize = 1)
  private Long id;

  @Column(name = "owner_name", nullable = false)
  private String owner;

  @Column(name = "note_text", nullable = false, length = 200)
  private String text;

  protected Note() {}

  Note(String owner, String text) {
    this.owner = owner;
    this.text = text;
  }

  public Long getId() {
    return id;
  }

  public String getOwner() {
    return owner;
  }

  public String getText() {
    return text;
  }
}
