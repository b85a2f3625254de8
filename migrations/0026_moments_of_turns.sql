-- What was just written is found by its time without reading what is older: else only a vacuum sees to that.

alter index turn_moment set (autosummarize = on);
