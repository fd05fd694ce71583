"""Labels in languages other than English, by what they label."""

# ruff: noqa: RUF001  # Letters of these languages look like others.

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_CODES = """
    código, códigos, código de error, códigos de error, código error, código del error, codigo,
    codigo de error, código de respuesta, código de retorno, código de rechazo, tipo de error,
    código de erro, código do erro, códigos de erro, código erro, código de resposta,
    tipo de erro, code erreur, code d erreur, codes d erreur, code de retour, code retour,
    type d erreur, fehler, fehlercode, fehlercodes, fehlernummer, fehlertyp, rückgabecode, codice,
    codice errore, codice di errore, codici di errore, codice d errore, tipo di errore, foutcode,
    foutcodes, foutnummer, feilkode, feilkoder, felkod, felkoder, fejlkode, fejlkoder, virhekoodi,
    virhekoodit, kod, kod błędu, kody błędów, kód, kód chyby, chybový kód, hibakód, cod,
    cod eroare, cod de eroare, hata kodu, hata kodları, код, код ошибки, коды ошибок, код помилки,
    κωδικός, κωδικός σφάλματος, mã lỗi, kode, kode error, kode kesalahan, エラーコード, コード,
    에러코드, 에러 코드, 오류코드, 오류 코드, 코드, 错误码, 错误代码, 错误编码, 代码, 返回码,
    錯誤碼, 錯誤代碼, 代碼, 回傳碼, کد, کد خطا, رمز الخطأ, كود الخطأ, קוד שגיאה
"""
_STATUSES = """
    código http, codigo http, código de estado, código de estado http, estado http, error http,
    código de status, código de status http, statut, statut http, code de statut,
    code de statut http, http statut, http fehlercode, stato http, codice http, codice di stato,
    statuskode, statuskod, http statuskode, http statuskod, kod http, http kód, http durum kodu,
    http kodu, http код, код http, http статус, статус http, código de estado http,
    ステータスコード, httpステータス, httpステータスコード, 상태코드, 상태 코드, http 상태,
    http 상태 코드, 状态码, http状态码, http 状态码, 狀態碼, http狀態碼, http 狀態碼
"""
_DESCRIPTIONS = """
    descripción, significado, mensaje, mensaje de error, motivo, causa, solución, detalle,
    descrição, mensagem, mensagem de erro, solução, ação, signification, message d erreur, raison,
    bedeutung, beschreibung, nachricht, fehlermeldung, fehlerbeschreibung, ursache, lösung,
    erklärung, descrizione, messaggio, messaggio di errore, significato, omschrijving,
    beschrijving, betekenis, foutmelding, melding, feilmelding, beskrivelse, beskrivning,
    meddelande, felmeddelande, fejlmeddelelse, kuvaus, selitys, opis, znaczenie, komunikat, popis,
    význam, leírás, jelentés, descriere, açıklama, mesaj, anlamı, çözüm, описание, значение,
    сообщение, причина, решение, опис, περιγραφή, mô tả, thông tin lỗi, ý nghĩa, nguyên nhân,
    deskripsi, keterangan, pesan, penjelasan, 説明, 内容, メッセージ, 意味, 原因, 対処, 対処方法,
    エラーメッセージ, 설명, 메시지, 의미, 원인, 해결방법, 해결 방법, 에러메시지, 에러 메시지,
    오류 메시지, 描述, 说明, 含义, 错误信息, 错误描述, 错误说明, 解决方案, 解决办法, 处理方式,
    說明, 錯誤訊息, 處理方式, توضیحات, الوصف, תיאור
"""
_FIELDS = """
    campo, campos, parámetro, parámetros, parâmetro, parâmetros, champ, champs, paramètre,
    paramètres, feld, felder, eigenschaft, parametro, parametri, veld, felt, fält, pole, поле,
    параметр, パラメータ, 項目, 파라미터, 필드, 参数, 参数名, 字段, 參數, 欄位
"""
_TYPES = """
    tipo de dato, tipo de dado, obligatorio, requerido, obrigatório, obligatoire, pflicht,
    pflichtfeld, datentyp, obbligatorio, verplicht, zorunlu, тип, обязательный, bắt buộc, 必須,
    필수, 타입, 类型, 必填, 必选, 類型
"""
_CATEGORIES = """
    kategorie, kategori, categoría, catégorie
"""
_ERRORS = """
    código, códigos, errores, erros, erreur, erreurs, fehler, fehlercodes, errore, errori, fout,
    fouten, foutcodes, feil, feilkoder, fel, felkoder, fejl, fejlkoder, virhe, virheet, błędy,
    błędów, chyby, chyb, hibák, erori, hata, hatalar, hataları, ошибки, ошибок, помилки, помилок,
    lỗi, kesalahan, エラー, エラーコード, 에러, 오류, 错误, 错误码, 錯誤, 錯誤碼
"""


def _split(phrases: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in phrases.split(","))


TRANSLATIONS: Final[Mapping[str, frozenset[str]]] = {
    "code": _split(_CODES),
    "status": _split(_STATUSES),
    "category": _split(_CATEGORIES),
    "description": _split(_DESCRIPTIONS),
    "field": _split(_FIELDS),
    "type": _split(_TYPES),
}
"""Phrases in lower case and without punctuation, by the role of their values."""

ERROR_WORDS: Final = _split(_ERRORS)
"""Words of headings above errors."""
