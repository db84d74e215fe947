import { applyDecorators, type Type as Class } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateNested } from 'class-validator';

/**
 * A field of a DTO that is a list of `type` with `min` to `max` elements.
 * ValidateNested alone lets `[[]]` through: it looks for objects inside an inner list, and finds none.
 */
export function ListOf(type: () => Class<unknown>, max: number, min = 0): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    IsObject({ each: true, message: 'Mỗi phần tử phải là một đối tượng.' }),
    ValidateNested({ each: true }),
    Type(type),
  );
}
