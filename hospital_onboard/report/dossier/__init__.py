"""The filing dossier (届出書類一式): every field of 導入等計画書 in the form's order, attachments, evidence index."""
