"""What people say in the demonstration's stories, and where they move to."""

from typing import Any

NOTES = {
    "nl": {
        "ask": "Is er een toegangsbadge nodig voor de patchruimte?",
        "answer": "Ja, te halen aan het onthaal.",
        "price": "Graag de prijs nog eens nakijken.",
        "internal": "De marge is klein: ga niet onder de catalogusprijs.",
        "reason": "De verhuis is met een maand uitgesteld.",
        "impossible": "Er is geen glasvezel op dit adres; wel SmartFit Internet Max.",
        "twice": "Dubbel ingediend.",
        "landlord": "Wacht op de toestemming van de verhuurder.",
    },
    "fr": {
        "ask": "Faut-il un badge pour accéder au local technique ?",
        "answer": "Oui, à retirer à la réception.",
        "price": "Merci de revérifier le prix.",
        "internal": "La marge est faible : ne descendez pas sous le prix du catalogue.",
        "reason": "Le déménagement est reporté d’un mois.",
        "impossible": "Pas de fibre à cette adresse ; SmartFit Internet Max y est possible.",
        "twice": "Introduit deux fois.",
        "landlord": "En attente de l’accord du propriétaire.",
    },
}
NEW_ADDRESS: dict[str, dict[str, Any]] = {
    "OST": {
        "name": "Kantoor Brugge Station",
        "code": "BRS",
        "street": "Stationsplein",
        "number": "3",
        "postcode": "8000",
        "municipality": "Brugge",
    },
    "MON": {
        "name": "Bureau Tournai",
        "code": "TOU",
        "street": "Rue Royale",
        "number": "21",
        "postcode": "7500",
        "municipality": "Tournai",
    },
}

# What is said about leaving, in the language of who reads it.
LEAVING: dict[str, dict[str, str]] = {
    "nl": {
        "reason": "Wij stappen over naar een groepscontract.",
        "why": "Zoals afgesproken met de klant.",
        "ask": "Kan je hen bellen? Ze twijfelen tussen ons en een groepscontract.",
        "note": "Ze betalen al drie maanden niet.",
    },
    "fr": {
        "reason": "Nous passons à un contrat de groupe.",
        "why": "Comme convenu avec le client.",
        "ask": "Peux-tu les appeler ? Ils hésitent encore.",
        "note": "Ils ne paient plus depuis trois mois.",
    },
}
