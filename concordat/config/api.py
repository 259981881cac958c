"""The API, at /api/: each room brings its operations; here is what they have in common."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

import concordat
from concordat.accounts.api import Session, Token
from concordat.config.api_body import StrictJson
from concordat.config.api_frameworks import frameworks, questionnaires
from concordat.config.api_problems import add_problems
from concordat.config.api_throttle import PerCaller
from concordat.places.api import router as places
from concordat.returns.api import router as returns
from concordat.web.problems import CONTENT_TYPE

DESCRIPTION = (
    "Everything is JSON. Errors are application/problem+json (RFC 9457) and say what to do. How to begin stands at "
    "/api/, with a client to begin from in docs/how-to/use-the-api.md."
)
PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do."},
    },
}


class Api(NinjaAPI):
    """An API that tells of its errors too."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """What the function is called, which generated clients call it too."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description in OpenAPI 3.1; every operation may answer with a problem."""
        schema = super().get_openapi_schema(**options)
        schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
        told = {
            "description": "A problem",
            "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if status >= 400:
                        response["content"] = {CONTENT_TYPE: response["content"]["application/json"]}
                operation["responses"] |= {"4XX": told, "5XX": told}
        return schema


api = Api(
    title="Concordat",
    version=concordat.__version__,
    description=DESCRIPTION,
    docs_url=None,  # its page loads scripts from elsewhere
    urls_namespace="api",
    auth=[Token(), Session()],
    throttle=PerCaller(),
    parser=StrictJson(),
)
add_problems(api)
api.add_router("/frameworks", frameworks)
api.add_router("/questionnaires", questionnaires)
api.add_router("/places", places)
api.add_router("/places/{place}/returns", returns)
