"""Words of which join codes are made: 256 short ones, so that each of them is worth eight bits."""

_LISTED = """
acorn amber anchor apple apron arrow autumn badge baker balcony bamboo banjo barley barn basil basket beach beacon
bean beaver bell bench berry birch biscuit blanket boat bonnet book border bottle branch bread brick bridge broom
brush bucket butter button cabin cactus camel candle canoe canvas carpet carrot castle cedar chalk cherry
chestnut chimney cider circle clay cliff clock cloud clover coat cobalt coffee comet compass copper coral cotton
cradle crane cricket crown curtain daisy dancer desert diamond dolphin donkey door dragon drum eagle earth echo
ember engine falcon farmer feather fence fern ferry fiddle field finch fjord flame flute forest fossil fountain fox
garden garlic gate ginger glacier globe glove goat gold grape grass guitar hammer harbour harvest hazel heron
hill honey horse hotel island ivory ivy jacket jasmine jungle juniper kettle kitchen kite ladder lagoon lake
lamp lantern laurel lemon letter lilac linen lion lizard lobster magnet mango maple marble market meadow melon
mill mint mirror mitten moon moss mountain museum mustard nest north nutmeg oak oasis ocean
olive onion orange orchard otter owl oyster paddle paper parrot pasta path peach pearl pebble pencil
pepper piano pillow pilot pine planet plum pocket pond poppy potato prairie puzzle quilt rabbit rain raven
ribbon rice river robin rocket roof rope rose saddle saffron salmon sand scarf school seal shell silver snow spoon
spring star stone stork summer sugar sun swan table tea thistle thunder tiger tomato tower train tulip tunnel turtle
umbrella valley velvet violin walnut water whale wheat willow window winter wolf wood yarn zebra
"""
WORDS: tuple[str, ...] = tuple(_LISTED.split())
