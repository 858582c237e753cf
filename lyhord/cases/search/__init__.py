from lyhord.cases.search.bulk import bulk_index, count_words
from lyhord.cases.search.indexing import index_case, index_entry, mark_case
from lyhord.cases.search.searching import Hit, SearchResult, search_cases

__all__ = ["Hit", "SearchResult", "bulk_index", "count_words", "index_case", "index_entry", "mark_case", "search_cases"]
