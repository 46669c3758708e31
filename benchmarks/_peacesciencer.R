# One of the four panels of panels.py, made with peacesciencer. Prints one line of JSON.
# Usage: Rscript --vanilla _peacesciencer.R NUMBER
suppressPackageStartupMessages({
  library(dplyr)
  library(peacesciencer)
})
number <- as.integer(commandArgs(trailingOnly = TRUE)[1])
core <- function(data) {
  data |>
    add_atop_alliance() |>
    add_cow_mids() |>
    add_gml_mids() |>
    add_nmc() |>
    add_contiguity() |>
    add_cow_majors() |>
    add_democracy() |>
    add_strategic_rivalries()
}
made <- switch(number,
  create_dyadyears(subset_years = 1816:2025) |> core(),
  create_dyadyears(subset_years = 1816:2010) |> core() |> add_spells(),
  create_stateyears(subset_years = 1816:2016) |>
    add_atop_alliance() |> add_cow_majors() |> add_nmc() |> add_democracy() |>
    add_cow_trade() |> add_igos() |> add_sdp_gdp() |> add_archigos(),
  create_dyadyears(directed = FALSE, subset_years = 1816:2016) |>
    core() |> filter_prd() |> add_spells()
)
used <- sum(proc.time()[c("user.self", "sys.self")])
status <- tryCatch(readLines("/proc/self/status"), error = function(e) character())
peak <- as.numeric(gsub("[^0-9]", "", grep("^VmHWM", status, value = TRUE)))
gib <- if (length(peak)) peak / 2^20 else NA
cat(sprintf(
  '{"rows": %d, "columns": %d, "cpu": %.3f, "gib": %s}\n', nrow(made), ncol(made), used,
  if (is.na(gib)) "null" else sprintf("%.3f", gib)
))
