"""The devices of a VM description, by name and instance."""

from __future__ import annotations

from qmigui.stream import wire
from qmigui.vmstate.description import Description, DescriptionError, Device


class DeviceTable:
    """Devices of a description, asked for in about the order they stand there."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._rest = description.devices()
        # Where those stand that were passed over: parsed, they would take much more memory.
        self._passed: dict[tuple[str, int], int] = {}

    def find(self, name: str, instance_id: int) -> Device | None:
        """The device, or None; each is given once.

        Raises:
            DescriptionError: the text breaks before the device is found, or lists
                more devices than any stream has.
        """
        key = (name, instance_id)
        place = self._passed.pop(key, None)
        if place is not None:
            return next(self._description.devices(place))
        for device in self._rest:
            if (device.name, device.instance_id) == key:
                return device
            if len(self._passed) >= wire.MAX_SECTIONS:
                raise DescriptionError(f"more than {wire.MAX_SECTIONS} devices are not in the stream")
            self._passed[device.name, device.instance_id] = device.place
        return None
