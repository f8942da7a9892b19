"""The addresses of this part."""

from django.urls import URLPattern, URLResolver, path

from nakomen.web.desk.registers import documents, exports, homes, index, staff, things

urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/", index.index, name="registers"),
    path("registers/<slug:register>/export/", exports.export, name="register_export"),
    path("registers/competence/", staff.competences, name="register_competence"),
    path("registers/competence/add/", staff.competence_add, name="register_competence_add"),
    path("registers/competence/<uuid:competence_id>/end/", staff.competence_end, name="register_competence_end"),
    path("registers/instruction/", staff.instructions, name="register_instruction"),
    path("registers/instruction/add/", staff.instruction_add, name="register_instruction_add"),
    path("registers/instruction/<slug:topic>/adopt/", staff.instruction_take_over, name="register_instruction_adopt"),
    path("registers/equipment/", things.devices, name="register_equipment"),
    path("registers/equipment/add/", things.device_add, name="register_device_add"),
    path("registers/equipment/<uuid:equipment_id>/", things.device, name="register_device"),
    path("registers/equipment/<uuid:equipment_id>/check/", things.device_check, name="register_device_check"),
    path("registers/equipment/<uuid:equipment_id>/retire/", things.device_retire, name="register_device_retire"),
    path("registers/materials/", things.materials_list, name="register_materials"),
    path("registers/materials/add/", things.material_add, name="register_material_add"),
    path("registers/materials/<uuid:material>/end/", things.material_end, name="register_material_end"),
    path("registers/keys/", homes.keys, name="register_keys"),
    path("registers/property/", homes.property_list, name="register_property"),
    path("registers/property/add/", homes.property_choose, name="register_property_choose"),
    path("registers/property/add/<uuid:client>/", homes.property_add, name="register_property_add"),
    path("registers/property/<uuid:item>/back/", homes.property_back, name="register_property_back"),
    path("registers/documents/", documents.documents_list, name="register_documents"),
    path("registers/documents/<slug:sort>/", documents.document, name="register_document"),
    path("registers/documents/<slug:sort>/publish/", documents.document_publish, name="register_document_publish"),
    path(
        "registers/documents/<slug:sort>/<int:version>/", documents.document_version, name="register_document_version"
    ),
]
