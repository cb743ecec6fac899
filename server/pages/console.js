// What the pages of Cayley's console get besides their own scripts.
$(function () {
  "use strict";

  // A link to a page may carry a query: /#gizmo=…. It is shown, not run.
  function take() {
    var given = /^#gizmo=(.*)$/.exec(window.location.hash);
    if (!given || !editor) {
      return;
    }
    $("#gizmo-dropdown").trigger("click");
    try {
      editor.setValue(decodeURIComponent(given[1]));
    } catch (e) {
      editor.setValue("// the link's query cannot be read: " + e.message);
    }
  }
  take();
  $(window).on("hashchange", take);

  function alertFor(text, kind, ms) {
    $("#alertBox").stop(true, true).removeClass("alert-danger alert-success alert-info alert-warning")
      .text(text).addClass(kind).fadeIn(300).delay(ms).fadeOut(300);
  }

  // Errors are one long line.
  if ($("#output").length) {
    output_editor.setOption("lineWrapping", true);
  }

  // Two pages do not say that their query failed.
  if (!$("#output").length && $("#code").length) {
    $(document).ajaxError(function (event, xhr) {
      var text = xhr.responseText || "no answer from the server";
      try {
        text = JSON.parse(text).error || text;
      } catch (e) { /* it is shown as it is */ }
      alertFor(text, "alert-danger", 8000);
    });
  }

  // The console shows nothing of an answer but its rows.
  $(document).ajaxSuccess(function (event, xhr) {
    var cut = xhr.getResponseHeader("Entente-Cut");
    if (cut) {
      alertFor("Only the first " + cut + " rows are shown; there are more.", "alert-warning", 8000);
    }
  });

  $("#sidebar .nav").first().append($("<li>").append($("<a>").attr("href", "/ask").text("Questions")));
});
