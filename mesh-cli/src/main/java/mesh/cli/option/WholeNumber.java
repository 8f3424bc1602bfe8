package mesh.cli.option;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Whole numbers, refused in words that need no knowledge of the program's language.
///
/// @param parse throws {@link NumberFormatException} for what is none, or too large for its type
/// @param most the largest number that the type holds
public record WholeNumber<N extends Number>(Function<String, N> parse, N most)
        implements ITypeConverter<N> {

    /// Has every whole number of these commands read so.
    public static void install(CommandLine commands) {
        var ints = new WholeNumber<>(Integer::valueOf, Integer.MAX_VALUE);
        var longs = new WholeNumber<>(Long::valueOf, Long.MAX_VALUE);
        commands.registerConverter(int.class, ints)
                .registerConverter(Integer.class, ints)
                .registerConverter(long.class, longs)
                .registerConverter(Long.class, longs);
    }

    @Override
    public N convert(String text) {
        try {
            return parse.apply(text.strip());
        } catch (NumberFormatException wrong) {
            String size = text.strip().matches("[+-]?[0-9]+") ? ", at most " + most : "";
            throw new TypeConversionException(
                    "must be a whole number%s, was '%s'".formatted(size, text));
        }
    }
}
