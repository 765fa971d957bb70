<form method="post" action="j_security_check">
  <input name="j_username"> <input name="j_password" type="password"> <input type="submit">
</form>
